package io.countinghouse.acceptance;

import com.microsoft.playwright.Page;

/** The plan of a workspace as its owner sees it, and the owner's way out of a lock. */
final class PlanPages {

  private final DemoProcess demo;
  private final Page page;
  private final Pictures pictures;

  PlanPages(DemoProcess demo, Page page, Pictures pictures) {
    this.demo = demo;
    this.page = page;
    this.pictures = pictures;
  }

  /** What the banner of a locked workspace says. */
  String lockOf(String workspace) {
    open(workspace, "locked");
    return page.locator(".alert-important").innerText();
  }

  /** The plan page of a workspace. */
  String of(String workspace) {
    open(workspace, "plan-again");
    return page.locator("main").innerText();
  }

  /** Has the billing account itself pay for a locked workspace, by the way from its banner. */
  void letTheBillingAccountPay(String workspace) {
    open(workspace, "banner");
    page.locator(".alert-important form button").click();
    page.locator("a[href$='/billing/workspaces/" + workspace + "/settlement']").waitFor();
    pictures.take("billing-workspaces");
    page.locator("a[href$='/billing/workspaces/" + workspace + "/settlement']").click();
    page.locator("input[value='billing-center']").check();
    pictures.take("settlement");
    page.locator("#page-form button.btn-primary").click();
    page.locator(".alert-success").waitFor();
    pictures.take("paid-again");
  }

  private void open(String workspace, String picture) {
    page.navigate(demo.server("/w/" + workspace + "/plan").toString());
    pictures.take(picture);
  }
}
