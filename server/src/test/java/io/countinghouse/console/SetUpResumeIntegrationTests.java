package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.settlement.SetUpProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A set-up that was broken off goes on elsewhere. */
class SetUpResumeIntegrationTests extends ConsoleIntegration {

  @Autowired private SetUpProgress progress;
  @Autowired private TestClock clock;

  /** Somebody who has registered but for the last step, and gone. */
  private String brokenOff() {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    land(browser, name);
    says("subscribe-success", name, TestClock.START);
    atTheLastStep(browser, name, "cn2");
    return name;
  }

  private String linkOf(String name) {
    return "/setup/resume?token="
        + progress.issueLink(new AgreementId(agreementOf(name))).orElseThrow();
  }

  @Test
  void anotherBrowserGoesOnByTheLinkAndAFreshCodeToTheSameAddress() {
    String name = brokenOff();
    Browser browser = browser(Locale.ENGLISH);
    Answer opened = browser.get(linkOf(name));
    assertThat(opened.leadsTo()).isEqualTo("/setup/resume");
    assertThat(browser.follow(opened).body())
        .contains(name.charAt(0) + "***@example.com")
        .doesNotContain(name);
    wallClock.advance(EmailCodes.PAUSE);
    assertThat(browser.post("/setup/resume-code", Map.of()).body()).contains("has been sent");
    String code = lastCode();
    assertThat(browser.post("/setup/resume", Map.of("code", "000000")).status()).isEqualTo(422);
    Answer on = browser.post("/setup/resume", Map.of("code", code));
    assertThat(on.leadsTo()).isEqualTo("/setup/register/workspace");
    browser.follow(on);
    assertThat(browser.post("/setup/register/workspace", workspaceForm(name)).leadsTo())
        .isEqualTo("/setup/done");
  }

  @Test
  void whoLandsAgainElsewhereGoesOnByACodeToo() {
    String name = brokenOff();
    Browser browser = browser(Locale.ENGLISH);
    assertThat(browser.follow(land(browser, name)).body())
        .contains(name.charAt(0) + "***@example.com", "href=\"/setup/resume\"");
    browser.get("/setup/resume");
    wallClock.advance(EmailCodes.PAUSE);
    browser.post("/setup/resume-code", Map.of());
    assertThat(browser.post("/setup/resume", Map.of("code", lastCode())).leadsTo())
        .isEqualTo("/setup/register/workspace");
  }

  @Test
  void theLinkAloneLetsNobodyIn() {
    String name = brokenOff();
    Browser stranger = browser(Locale.ENGLISH);
    stranger.get(linkOf(name));
    stranger.get("/setup/resume");
    assertThat(stranger.get("/setup").status()).isEqualTo(403);
    assertThat(stranger.get("/setup/register/workspace").status()).isEqualTo(403);
    assertThat(stranger.post("/setup/resume", Map.of("code", "123456")).status()).isEqualTo(422);
    assertThat(browser(Locale.ENGLISH).get("/setup/resume?token=made-up").status()).isEqualTo(403);
    assertThat(browser(Locale.ENGLISH).get("/setup/resume").status()).isEqualTo(403);
  }

  @Test
  void operatorsSeeItAndTheCustomerIsRemindedOnce() {
    String name = brokenOff();
    String agreement = agreementOf(name);
    Browser operator = signedInOperator(Locale.ENGLISH);
    assertThat(operator.get("/operator/set-ups").body())
        .contains(agreement, name.charAt(0) + "***@example.com")
        .doesNotContain(name + "@");
    clock.advance(Duration.ofHours(25));
    worker.runAll();
    assertThat(remindersOf(agreement)).isOne();
    clock.advance(Duration.ofHours(25));
    worker.runAll();
    assertThat(remindersOf(agreement)).isOne();

    Customer done = registered(Locale.ENGLISH, clock.now());
    clock.advance(Duration.ofHours(25));
    worker.runAll();
    assertThat(remindersOf(agreementOf(done.name()))).isZero();
    assertThat(operator.get("/operator/set-ups").body()).doesNotContain(agreementOf(done.name()));
  }

  @Test
  void whoReturnsAndBreaksOffAgainIsRemindedAgain() {
    String name = brokenOff();
    String agreement = agreementOf(name);
    clock.advance(Duration.ofHours(25));
    worker.runAll();
    assertThat(remindersOf(agreement)).isOne();
    says("unsubscribe-success", name, clock.now());
    clock.advance(Duration.ofHours(25));
    worker.runAll();
    says("subscribe-success", name, clock.now());
    clock.advance(Duration.ofHours(1));
    wallClock.advance(EmailCodes.PAUSE);
    Browser browser = browser(Locale.ENGLISH);
    land(browser, name);
    atTheLastStep(browser, name, "cn2");
    assertThat(remindersOf(agreement)).as("of this period").isZero();
    clock.advance(Duration.ofHours(25));
    worker.runAll();
    assertThat(remindersOf(agreement)).isOne();
  }

  private long remindersOf(String agreement) {
    return count(
        "settlement.set_up WHERE reminded_at IS NOT NULL AND agreement_id = '" + agreement + "'");
  }
}
