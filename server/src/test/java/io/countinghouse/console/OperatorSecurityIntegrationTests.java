package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.audit.Actor;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.Operator;
import io.countinghouse.identity.Operators;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.TotpCodes;
import io.countinghouse.identity.Username;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The page on which operators change their own password. */
class OperatorSecurityIntegrationTests extends ConsoleIntegration {

  private static final String PAGE = "/operator/security";
  private static final String FIRST = "handed over in person";
  private static final String NEW = "known to nobody else";
  private static final Pattern SECRET = Pattern.compile("data-copy=\"([A-Z2-7]{32})\"");

  @Autowired private Operators operators;
  @Autowired private TransactionTemplate tx;

  /** Somebody new, who has signed in once and set the second factor up with this key. */
  private record Signed(Browser browser, String secret) {}

  private Signed firstSignIn(String name) {
    tx.executeWithoutResult(_ -> {
      var _ = operators.create(Actor.SYSTEM, new Username(name), new Password(FIRST));
    });
    Browser browser = browser(Locale.ENGLISH);
    Matcher secret = SECRET.matcher(browser.follow(password(browser, name)).body());
    assertThat(secret.find()).isTrue();
    enter(browser, "enrol", secret.group(1));
    return new Signed(browser, secret.group(1));
  }

  private static Answer password(Browser browser, String name) {
    browser.get("/operator/sign-in");
    return browser.post("/operator/sign-in", Map.of("name", name, "password", FIRST));
  }

  private void enter(Browser browser, String step, String secret) {
    wallClock.advance(Duration.ofMinutes(5));
    String code = TotpCodes.at(secret, wallClock.instant());
    assertThat(browser.post("/operator/sign-in/" + step, Map.of("code", code)).status())
        .isLessThan(400);
    assertThat(browser.get(PAGE).status()).isEqualTo(200);
  }

  @Test
  void aNewPasswordEndsAllOtherSignInsAndIsInTheTrail() {
    Signed signed = firstSignIn("zhao.changes");
    Browser operator = signed.browser();
    Browser elsewhere = browser(Locale.ENGLISH);
    elsewhere.follow(password(elsewhere, "zhao.changes"));
    enter(elsewhere, "code", signed.secret());
    Map<String, String> form = Map.of("current", FIRST, "password", NEW, "again", NEW);
    Answer done = operator.post(PAGE, form);
    assertThat(done.leadsTo()).isEqualTo(PAGE + "?changed=yes");
    assertThat(operator.follow(done).body()).contains("Your change is made");
    assertThat(elsewhere.get(PAGE).leadsTo()).startsWith("/operator/sign-in");
    assertThat(operators.authenticate("zhao.changes", FIRST))
        .isEqualTo(new Operators.SignIn.Wrong());
    Operator zhao =
        ((Operators.SignIn.Right) operators.authenticate("zhao.changes", NEW)).operator();
    String id = zhao.id().value();
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM audit.entry WHERE action = 'account.password-changed' AND subject = ? AND actor = ?")
                .params(id, id)
                .query(Long.class)
                .single())
        .isOne();
  }

  @Test
  void howThePathIsSpeltSparesNobodyTheSecondFactor() {
    tx.executeWithoutResult(_ -> {
      var _ = operators.create(Actor.SYSTEM, new Username("zhao.spells"), new Password(FIRST));
    });
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/%6Fperator/sign-in");
    Map<String, String> form = Map.of("name", "zhao.spells", "password", FIRST);
    assertThat(browser.post("/%6Fperator/sign-in", form).leadsTo())
        .isEqualTo("/operator/sign-in/enrol");
    assertThat(browser.get(PAGE).leadsTo()).startsWith("/operator/sign-in");
    assertThat(browser.get("/%6Fperator/audit").leadsTo()).startsWith("/operator/sign-in");
    assertThat(browser.get("/%6Fperator/sign-in/enrol").status()).isEqualTo(200);
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldAndChangesNothing() {
    Browser operator = firstSignIn("zhao.stays").browser();
    operator.get(PAGE + "?lang=zh");
    Answer answer =
        operator.post(PAGE, Map.of("current", "guessed", "password", NEW, "again", NEW + "!"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body())
        .contains("current-error", "again-error", "两次输入的新密码不一致")
        .doesNotContain(NEW);
    assertThat(operator.post(PAGE, Map.of("current", FIRST, "password", "short")).body())
        .contains("password-error");
    assertThat(operators.authenticate("zhao.stays", FIRST))
        .isInstanceOf(Operators.SignIn.Right.class);
  }
}
