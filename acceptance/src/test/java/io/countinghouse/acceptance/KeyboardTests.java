package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From AWS to the plan page, out and in again, without a mouse. */
@ExtendWith(SharedDemo.class)
class KeyboardTests {

  private static final String PASSWORD = "correct horse battery";

  private final DemoProcess demo;
  private final String name = "keys-" + Long.toString(System.nanoTime(), 36);

  KeyboardTests(DemoProcess demo) {
    this.demo = demo;
  }

  @Test
  void tabEnterAndSpaceAreEnough() {
    try (Browser browser = Browser.open(Reader.ENGLISH_AT_A_DESK)) {
      Page page = browser.page();
      Keyboard keys = new Keyboard(page);
      Aws aws = new Aws(demo);
      Browser.land(page, demo, aws.sell(Market.CHINA, aws.account("Keyboard Ltd")));
      Arrival.at(page, "**/setup");

      skipToContent(page, keys);
      openAndCloseDialog(page, keys);
      register(page, keys);
      useMenu(page, keys);
      signIn(page, keys);
    }
  }

  private static void skipToContent(Page page, Keyboard keys) {
    keys.to(".skip-link");
    keys.press("Enter");
    assertThat(keys.isWithin("main#content")).isTrue();
    assertThat(page.url()).endsWith("/setup#content");
  }

  /** While it is open the focus stays in the dialog, and then it is where it was. */
  private static void openAndCloseDialog(Page page, Keyboard keys) {
    keys.to("a[data-dialog='how']");
    keys.press("Enter");
    page.locator("dialog[open]").waitFor();
    for (int i = 0; i < 5; i++) {
      keys.press("Tab");
      assertThat(keys.isWithin("dialog") || !keys.isInPage()).as(keys.focused()).isTrue();
    }
    keys.press("Escape");
    assertThat(page.locator("dialog[open]").count()).isZero();
    keys.press("Enter");
    keys.to("dialog button");
    keys.press("Space");
    assertThat(page.locator("dialog[open]").count()).isZero();
    assertThat(keys.isWithin("a[data-dialog='how']")).isTrue();
  }

  private void register(Page page, Keyboard keys) {
    page.reload();
    keys.to("a[href='/setup/register/account']");
    keys.press("Enter");
    Arrival.at(page, "**/account");
    keys.type("#username", name);
    keys.type("#email", name + "@example.com");
    keys.to("#send-code");
    keys.press("Space");
    String code = new Outside(demo).codeSentTo(name + "@example.com");
    page.locator("#code-answer div").first().waitFor();
    keys.type("#code", code);
    keys.type("#password", PASSWORD);
    keys.press("Enter");
    Arrival.at(page, "**/company");
    keys.type("#company", "Keyboard Ltd");
    keys.to("#agreed");
    keys.press("Space");
    keys.to("button.btn-primary");
    keys.press("Space");
    Arrival.at(page, "**/workspace");
    // Left empty: what is wrong is read first, and leads to its field.
    keys.to("button.btn-primary");
    keys.press("Enter");
    page.locator("#problems:focus").waitFor();
    assertThat(keys.isWithin("#problems")).isTrue();
    keys.to("#problems a");
    keys.press("Enter");
    assertThat(keys.isWithin("#workspaceName")).isTrue();
    page.keyboard().type("By keyboard");
    keys.press("Enter");
    Arrival.at(page, "**/done");
    keys.to("a.btn-primary");
    keys.press("Enter");
    Arrival.at(page, "**/start");
  }

  private static void useMenu(Page page, Keyboard keys) {
    keys.to("nav a[href$='/plan']");
    keys.press("Enter");
    Arrival.at(page, "**/plan");
    keys.to("details.menu:last-of-type > summary");
    keys.press("Enter");
    keys.to("a[href='/account']");
    keys.to("form[action='/sign-out'] button");
    keys.press("Space");
    Arrival.at(page, "**/sign-in*");
  }

  private void signIn(Page page, Keyboard keys) {
    keys.to("#site");
    page.keyboard().type("China 2");
    keys.type("#name", name);
    keys.type("#password", PASSWORD);
    keys.press("Enter");
    Arrival.at(page, "**/w{,/**}");
    assertThat(page.locator("main").innerText()).contains("By keyboard");
  }
}
