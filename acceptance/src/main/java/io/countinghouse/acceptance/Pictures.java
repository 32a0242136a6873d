package io.countinghouse.acceptance;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps what somebody sees, and sees to it that every page fits its screen and that everybody can
 * use it (axe, <a href="https://www.w3.org/TR/WCAG22/">WCAG</a> A and AA).
 */
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

  /**
   * Keeps the page as it is now.
   *
   * @throws AssertionError when it is wider than its screen or axe finds something
   */
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
    List<String> barriers = barriers();
    if (!barriers.isEmpty()) {
      throw new AssertionError(
          "%s, %s: %s".formatted(what, page.url(), String.join("\n  ", barriers)));
    }
  }

  /** What axe finds: the rule, what it asks for, and where. */
  private List<String> barriers() {
    AxeRunOptions options = new AxeRunOptions();
    // Of what is as it should be, it need not describe every element.
    options.setResultTypes(List.of("violations"));
    return new AxeBuilder(page)
        .options(options).setLegacyMode(true).analyze().getViolations().stream()
            .map(rule ->
                "%s (%s): %s"
                    .formatted(
                        rule.getId(),
                        rule.getHelp(),
                        rule.getNodes().stream()
                            .map(CheckedNode::getHtml)
                            .collect(Collectors.joining(" "))))
            .toList();
  }

  /** Whether there is nothing to scroll sideways to. */
  private boolean fits() {
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            instanceof Boolean fits
        && fits;
  }
}
