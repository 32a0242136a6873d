package io.countinghouse.acceptance;

import com.microsoft.playwright.Page;
import java.nio.file.Path;

/** Keeps what somebody sees, and sees to it that every page fits its screen. */
final class Pictures {

  private static final Path FOLDER = Path.of("target", "screenshots");

  private final Path folder;
  private final String who;
  private final Page page;
  private int taken;

  /**
   * An empty album.
   *
   * @param story names its folder
   * @param who begins the names of its pictures
   */
  Pictures(String story, String who, Page page) {
    this.folder = FOLDER.resolve(story);
    this.who = who;
    this.page = page;
  }

  /** Keeps the page as it is now. */
  void take(String what) {
    page.waitForLoadState();
    taken++;
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(folder.resolve("%s-%02d-%s.png".formatted(who, taken, what))));
    if (!fits()) {
      throw new AssertionError(what + " is wider than its screen: " + page.url());
    }
  }

  /** Whether there is nothing to scroll sideways to. */
  private boolean fits() {
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            instanceof Boolean fits
        && fits;
  }
}
