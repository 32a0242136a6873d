package io.countinghouse.acceptance;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;

/** Waits for a page by its address; where it does not come, tells what is there instead. */
final class Arrival {

  private Arrival() {}

  /**
   * Waits until a page is there and loaded.
   *
   * @param address a pattern in which {@code *} stands for anything but a slash, {@code **} for
   *     anything
   */
  static void at(Page page, String address) {
    try {
      page.waitForURL(address);
    } catch (TimeoutError e) {
      throw instead(page, address, e);
    }
  }

  /** Waits until a page of the simulator is there and loaded. */
  static void atSimulator(Page page, DemoProcess demo) {
    String address = demo.simulator("/").toString();
    try {
      page.waitForURL(it -> it.startsWith(address));
    } catch (TimeoutError e) {
      throw instead(page, address, e);
    }
  }

  private static AssertionError instead(Page page, String address, TimeoutError e) {
    return new AssertionError(
        "Not at %s but at %s, which says:%n%s"
            .formatted(address, page.url(), page.locator("body").innerText()),
        e);
  }
}
