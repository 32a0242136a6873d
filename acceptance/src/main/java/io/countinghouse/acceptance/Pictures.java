package io.countinghouse.acceptance;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.Cookie;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what somebody sees, and sees to it that every page fits its screen and that everybody can
 * use it (axe, <a href="https://www.w3.org/TR/WCAG22/">WCAG</a> A and AA). The first time that a
 * page of ours is seen it is looked at in the other language and on the other screen too.
 */
final class Pictures {

  private static final Path FOLDER = Path.of("target", "screenshots");
  private static final int SHOTS_FAILED_MAX = 3;

  /** Only what is wrong is put together: that is most of the work. */
  private static final String VIOLATIONS =
      """
      async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
        rule => `${rule.id} (${rule.help}): ${rule.nodes.map(it => it.html).join(' ')}`)\
      """;

  private final String story;
  private final Reader reader;
  private final Page page;
  private @Nullable Page beside;
  private int taken;

  /**
   * An empty album.
   *
   * @param story names its folder
   * @param reader who looks at the pages, with the language and screen of the browser
   */
  Pictures(String story, Reader reader, Page page) {
    this.story = story;
    this.reader = reader;
    this.page = page;
  }

  /**
   * Keeps the page as it is now, once in a run of the tests for a reader and a page under the same
   * words.
   *
   * @throws AssertionError when it is wider than its screen or axe finds something
   */
  void take(String what) {
    page.waitForLoadState();
    taken++;
    String name = Album.pageOf(page);
    if (!Album.isNews(name + " " + what, reader)) {
      return;
    }
    look(
        page, what, FOLDER.resolve(story).resolve("%s-%02d-%s.png".formatted(reader, taken, what)));
    assertNoBarriers(page, what);
    if (!name.isEmpty()) {
      Album.add(name, reader);
      takeOnOtherScreen(name);
      takeInOtherLanguage(name);
    }
  }

  private void takeOnOtherScreen(String name) {
    Reader other = reader.onOtherScreen();
    if (Album.isMissing(name, other)) {
      page.setViewportSize(other.width(), other.height());
      keep(page, name, other);
      page.setViewportSize(reader.width(), reader.height());
    }
  }

  /** In a tab beside this one, so that what was typed here stays; an answer to a form is not. */
  private void takeInOtherLanguage(String name) {
    Reader other = reader.inOtherLanguage();
    if (!Album.isMissing(name, other) && !Album.isMissing(name, other.onOtherScreen())) {
      return;
    }
    if (beside == null) {
      beside = page.context().newPage();
    }
    beside.setViewportSize(other.width(), other.height());
    switchTo(other);
    beside.navigate(page.url());
    page.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName("lang"));
    if (Album.pageOf(beside).equals(name)) {
      keep(beside, name, other);
      assertNoBarriers(beside, name);
      beside.setViewportSize(other.onOtherScreen().width(), other.onOtherScreen().height());
      keep(beside, name, other.onOtherScreen());
    }
  }

  /** By what the switch on our pages keeps, for the next page only. */
  private void switchTo(Reader other) {
    String language = other.locale().substring(0, 2);
    page.context()
        .addCookies(
            List.of(
                new Cookie("lang", language)
                    .setDomain(URI.create(page.url()).getHost())
                    .setPath("/")));
  }

  private static boolean isIn(Page page, Reader reader) {
    return page.evaluate("document.documentElement.lang") instanceof String language
        && language.startsWith(reader.locale().substring(0, 2));
  }

  private static void keep(Page page, String name, Reader reader) {
    if (!isIn(page, reader)) {
      throw new AssertionError(name + " is not in the language of " + reader);
    }
    look(page, name, FOLDER.resolve("pages").resolve(name).resolve(reader + ".png"));
    Album.add(name, reader);
  }

  private static void look(Page page, String what, Path picture) {
    shoot(page, new Page.ScreenshotOptions().setFullPage(true).setPath(picture));
    if (!fits(page)) {
      throw new AssertionError(what + " is wider than its screen: " + page.url());
    }
  }

  /** Chromium fails to, at times, on a busy machine; so it is asked again. */
  private static void shoot(Page page, Page.ScreenshotOptions options) {
    for (int failed = 0; failed < SHOTS_FAILED_MAX; failed++) {
      try {
        byte[] _ = page.screenshot(options);
        return;
      } catch (PlaywrightException e) {
        if (!String.valueOf(e.getMessage()).contains("Unable to capture screenshot")) {
          throw e;
        }
        page.bringToFront();
      }
    }
    byte[] _ = page.screenshot(options);
  }

  /** What axe finds: the rule, what it asks for, and where. */
  private static void assertNoBarriers(Page page, String what) {
    Object _ = page.evaluate(AxeBuilder.getAxeScript());
    if (page.evaluate(VIOLATIONS) instanceof List<?> found && !found.isEmpty()) {
      throw new AssertionError("%s, %s: %s".formatted(what, page.url(), found));
    }
  }

  /** Whether there is nothing to scroll sideways to. */
  private static boolean fits(Page page) {
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            instanceof Boolean fits
        && fits;
  }
}
