package io.countinghouse.acceptance;

import com.microsoft.playwright.Page;
import org.jspecify.annotations.Nullable;

/** Somebody without a mouse: goes by Tab, and sees where they are. */
final class Keyboard {

  /** More stops than any page has on the way to its last field. */
  private static final int STOPS_MAX = 80;

  private static final String AT = "selector => document.activeElement.matches(selector)";

  /**
   * What is focused lies in the window and has an outline or a shadow around it, or a part of it.
   */
  private static final String VISIBLE =
      """
      () => {
        const it = document.activeElement;
        const box = it.getBoundingClientRect();
        const style = getComputedStyle(it);
        return box.width > 0 && box.right > 0 && box.left < innerWidth
          && (style.outlineStyle !== 'none' || style.boxShadow !== 'none');
      }\
      """;

  private final Page page;

  Keyboard(Page page) {
    this.page = page;
  }

  /**
   * Goes on to the next element that the selector matches.
   *
   * @throws AssertionError when there is none, or when on the way it cannot be seen where one is
   */
  void to(String selector) {
    for (int i = 0; i < STOPS_MAX; i++) {
      page.keyboard().press("Tab");
      if (!isInPage()) {
        continue;
      }
      if (!is(VISIBLE, null)) {
        throw new AssertionError("nobody sees the focus: " + focused());
      }
      if (is(AT, selector)) {
        return;
      }
    }
    throw new AssertionError("not to be reached by Tab: " + selector + " on " + page.url());
  }

  /** Goes to a field and types. */
  void type(String selector, String text) {
    to(selector);
    page.keyboard().type(text);
  }

  void press(String key) {
    page.keyboard().press(key);
  }

  /** Whether what is focused is a part of what the selector matches. */
  boolean isWithin(String selector) {
    return is("selector => document.activeElement.closest(selector) !== null", selector);
  }

  /** Whether anything of the page is focused, and not the browser around it. */
  boolean isInPage() {
    return is("() => document.activeElement !== document.body", null);
  }

  String focused() {
    return page.evaluate("document.activeElement.outerHTML") instanceof String html ? html : "";
  }

  private boolean is(String question, @Nullable String selector) {
    return page.evaluate(question, selector) instanceof Boolean answer && answer;
  }
}
