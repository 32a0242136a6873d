package io.countinghouse.acceptance;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody does who has no account yet, each page kept as a picture. */
final class Newcomer {

  private static final String PASSWORD = "correct horse battery";
  private static final Pattern RESUMING = Pattern.compile("/setup/resume\\?token=\\S+");
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Pictures pictures;
  private final DemoProcess demo;
  private final Outside outside;
  private final Page page;
  private final String name;

  /**
   * Somebody new.
   *
   * @param story names the folder of the pictures
   */
  Newcomer(String story, DemoProcess demo, Reader reader, Page page) {
    this(
        story,
        demo,
        reader,
        page,
        "new" + NUMBERS.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36));
  }

  private Newcomer(String story, DemoProcess demo, Reader reader, Page page, String name) {
    this.pictures = new Pictures(story, reader, page);
    this.demo = demo;
    this.outside = new Outside(demo);
    this.page = page;
    this.name = name;
  }

  /** The same person in another browser. */
  Newcomer in(String story, Page other, Reader reader) {
    return new Newcomer(story, demo, reader, other, name);
  }

  String name() {
    return name;
  }

  String email() {
    return name + "@example.com";
  }

  String workspace() {
    return "Workspace of " + name;
  }

  /** Comes with a subscription. */
  void land(Aws.Sold sold) {
    Browser.land(page, demo, sold);
    Arrival.at(page, "**/setup{,/*,/*/*}");
  }

  /**
   * On the way to binding registers a billing account: with a name that is taken and a wrong code,
   * after a reload in the middle, and pressing twice at last.
   */
  void registerBillingAccount(String taken) {
    page.navigate(demo.server("/setup/bind").toString());
    pictures.take("how-on-a-page");
    page.locator("main a.btn-primary").click();
    page.locator("a[href='/setup/bind/register']").click();
    page.locator("#company").waitFor();
    page.reload();
    fillAccount(taken, "000000");
    page.locator("#company").fill("Example Ltd");
    page.locator("#agreed").check();
    next();
    page.locator("#problems").waitFor();
    pictures.take("billing-register-refused");
    page.locator("#username").fill(name);
    page.locator("#code").fill(outside.codeSentTo(email()));
    page.locator("#password").fill(PASSWORD);
    pictures.take("billing-register");
    submit().dblclick();
    Arrival.at(page, "**/setup/bind/workspaces");
    pictures.take("no-workspaces");
  }

  /** Takes the first two steps of a registration. */
  void registerUntilTheLastStep(String path, String site) {
    page.navigate(demo.server(path).toString());
    page.locator("#site").selectOption(site);
    fillAccount(name, "");
    page.locator("#code").fill(outside.codeSentTo(email()));
    pictures.take("account");
    next();
    page.locator("#company").fill("Example Ltd");
    page.locator("#agreed").check();
    pictures.take("company");
    next();
    page.locator("#workspaceName").waitFor();
    page.reload();
    pictures.take("workspace");
  }

  private void fillAccount(String username, String code) {
    page.locator("#username").fill(username);
    page.locator("#email").fill(email());
    page.locator("#send-code").click();
    page.locator("#code").fill(code);
    page.locator("#password").fill(PASSWORD);
  }

  /** Chooses AWS as the payer at the last step, having named the workspace. */
  void chooseAws() {
    page.locator("#workspaceName").fill(workspace());
    page.locator("[formaction='/register/aws']").click();
    Arrival.at(page, "**/register/aws");
    pictures.take("to-aws");
    page.locator("main a.btn-primary").first().click();
    Arrival.atSimulator(page, demo);
  }

  /** The name of the workspace that the last step shows. */
  String typedWorkspace() {
    page.locator("#workspaceName").waitFor();
    return page.locator("#workspaceName").inputValue();
  }

  /** Takes the last step, pressing twice. */
  void finish() {
    page.locator("#workspaceName").fill(workspace());
    pictures.take("last");
    submit().dblclick();
    Arrival.at(page, "**/setup/done");
    pictures.take("done");
  }

  /** What the set-up's page says now. */
  String setUp() {
    page.navigate(demo.server("/setup").toString());
    pictures.take("setup");
    return page.locator("main").innerText();
  }

  /** Opens the link of the reminder and shows by a fresh code whose it is. */
  void resume() {
    Matcher link = RESUMING.matcher(outside.mails(email()).toString());
    if (!link.find()) {
      throw new AssertionError("no link to go on by: " + outside.mails(email()));
    }
    page.navigate(demo.server(link.group().replaceFirst("[\\\\\"<].*", "")).toString());
    pictures.take("resume");
    int mails = outside.mailCount(email());
    page.locator("button[formaction='/setup/resume-code']").click();
    page.locator("#code").fill(outside.codeAfter(email(), mails));
    pictures.take("resume-code");
    next();
    page.locator("#workspaceName").waitFor();
  }

  private void next() {
    submit().click();
  }

  private Locator submit() {
    return page.locator("#page-form button.btn-primary").last();
  }
}
