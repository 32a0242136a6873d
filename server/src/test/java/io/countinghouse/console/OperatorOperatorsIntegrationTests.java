package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.audit.Actor;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.Operators;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.TotpCodes;
import io.countinghouse.identity.Username;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The page on which operators add others, confirm them and switch them off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorOperatorsIntegrationTests extends ConsoleIntegration {

  private static final String PAGE = "/operator/operators";
  private static final String FIRST = "hand over in person";
  private static final String OWN = "known to nobody else";
  private static final Pattern SECRET = Pattern.compile("data-copy=\"([A-Z2-7]{32})\"");
  private static final String WAITS = "waits for confirmation by a second operator";

  @Autowired private Operators operators;
  @Autowired private TransactionTemplate tx;
  private Browser operator;
  private Browser second;

  @BeforeAll
  void twoOperators() {
    tx.executeWithoutResult(_ -> {
      var _ = operators.create(Actor.SYSTEM, new Username("second.operator"), new Password(FIRST));
    });
    operator = signedInOperator(Locale.ENGLISH);
    second = enrolled("second.operator", "/operator/agreements");
  }

  private Answer password(Browser browser, String name) {
    browser.get("/operator/sign-in");
    return browser.post("/operator/sign-in", Map.of("name", name, "password", FIRST));
  }

  /** Somebody who signs in for the first time, with a second factor. */
  private Browser enrolled(String name, String reaches) {
    Browser browser = browser(Locale.ENGLISH);
    Matcher secret = SECRET.matcher(browser.follow(password(browser, name)).body());
    assertThat(secret.find()).isTrue();
    wallClock.advance(Duration.ofMinutes(5));
    String code = TotpCodes.at(secret.group(1), wallClock.instant());
    assertThat(browser.post("/operator/sign-in/enrol", Map.of("code", code)).status())
        .isEqualTo(200);
    Answer next = browser.get("/operator/agreements");
    assertThat(next.location() == null ? "/operator/agreements" : next.location())
        .isEqualTo(reaches);
    return browser;
  }

  private String added(String name) {
    operator.get(PAGE);
    assertThat(operator.post(PAGE, Map.of("username", name, "password", FIRST)).leadsTo())
        .isEqualTo(PAGE);
    return jdbc.sql("SELECT id FROM identity.operator WHERE username = :name")
        .param("name", name)
        .query(String.class)
        .single();
  }

  private Answer does(Browser browser, String id, String act, Map<String, String> form) {
    browser.get(PAGE);
    return browser.post(PAGE + "/" + id + "/" + act, form);
  }

  private long trail(String action, String id) {
    return jdbc.sql("SELECT count(*) FROM audit.entry WHERE action = :action AND subject = :id")
        .param("action", action)
        .param("id", id)
        .query(Long.class)
        .single();
  }

  @Test
  void whoWasAddedSignsInOnlyOnceAnotherOperatorHasConfirmedIt() {
    String id = added("wang.approves");
    assertThat(trail("operator.created", id)).isOne();
    assertThat(second.get("/operator/agreements").body())
        .contains("Operators who were added wait for a second operator");
    assertThat(operator.get(PAGE).body())
        .contains("another operator has to confirm it")
        .doesNotContain(id + "/confirm");
    Answer early = password(browser(Locale.ENGLISH), "wang.approves");
    assertThat(early.status()).isEqualTo(422);
    assertThat(early.body()).contains(WAITS);
    Browser guessing = browser(Locale.ENGLISH);
    guessing.get("/operator/sign-in");
    assertThat(
            guessing
                .post("/operator/sign-in", Map.of("name", "wang.approves", "password", "guessed"))
                .body())
        .contains("Username or password is wrong")
        .doesNotContain(WAITS);

    Answer own = does(operator, id, "confirm", Map.of());
    assertThat(own.status()).isEqualTo(422);
    assertThat(own.body()).contains("This takes another operator");
    assertThat(second.get(PAGE).body()).contains(id + "/confirm");
    assertThat(second.forge(PAGE + "/" + id + "/confirm", Map.of()).status()).isNotEqualTo(200);
    assertThat(operators.authenticate("wang.approves", FIRST))
        .isEqualTo(new Operators.SignIn.Waiting());
    assertThat(does(second, id, "confirm", Map.of()).leadsTo()).isEqualTo(PAGE);
    assertThat(trail("operator.confirmed", id)).isOne();
    assertThat(does(second, id, "confirm", Map.of()).body()).contains("not in the state for it");

    Browser wang = enrolled("wang.approves", "/operator/security");
    Map<String, String> same = Map.of("current", FIRST, "password", FIRST, "again", FIRST);
    wang.get("/operator/security");
    assertThat(wang.post("/operator/security", same).body()).contains("is the present one");
    Map<String, String> form = Map.of("current", FIRST, "password", OWN, "again", OWN);
    assertThat(wang.post("/operator/security", form).status()).isEqualTo(302);
    assertThat(wang.get(PAGE).body()).contains("wang.approves", "second.operator");
  }

  /** Who chose the first password may open the page before the new operator does. */
  @Test
  void whatOneBrowserWasShownIsNeverWhatAnotherConfirms() {
    does(second, added("sun.alone"), "confirm", Map.of());
    Browser early = browser(Locale.ENGLISH);
    String seen = secret(early.follow(password(early, "sun.alone")));
    Browser sun = browser(Locale.ENGLISH);
    String own = secret(sun.follow(password(sun, "sun.alone")));
    assertThat(own).isNotEqualTo(seen);
    assertThat(secret(sun.get("/operator/sign-in/enrol"))).isEqualTo(own);
    wallClock.advance(Duration.ofMinutes(1));
    assertThat(enters(sun, "enrol", own).status()).isEqualTo(200);
    wallClock.advance(Duration.ofMinutes(1));
    early.get("/operator/sign-in/code");
    assertThat(enters(early, "code", seen).status()).isEqualTo(422);

    sun.get("/operator/security");
    Map<String, String> form = Map.of("current", FIRST, "password", OWN, "again", OWN);
    assertThat(sun.post("/operator/security", form).status()).isEqualTo(302);
    assertThat(enters(early, "code", own).leadsTo())
        .as("a first step of before the new password")
        .isEqualTo("/operator/sign-in");
  }

  private static String secret(Answer page) {
    Matcher secret = SECRET.matcher(page.body());
    assertThat(secret.find()).isTrue();
    return secret.group(1);
  }

  private Answer enters(Browser browser, String step, String secret) {
    String code = TotpCodes.at(secret, wallClock.instant());
    return browser.post("/operator/sign-in/" + step, Map.of("code", code));
  }

  @Test
  void aUsernameIsTakenOnceAndFreeAgainOnceItWasRefused() {
    String id = added("li.refused");
    Map<String, String> form = Map.of("username", "li.refused", "password", FIRST);
    Answer again = operator.post(PAGE, form);
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body()).contains("This username is taken").doesNotContain(FIRST);
    assertThat(does(second, id, "refuse", Map.of("reason", " ")).body()).contains("reason-error");
    assertThat(does(second, id, "refuse", Map.of("reason", "nobody knows them")).leadsTo())
        .isEqualTo(PAGE);
    assertThat(trail("operator.refused", id)).isOne();
    assertThat(operator.get(PAGE).body()).doesNotContain("li.refused");
    added("li.refused");
  }

  @Test
  void whoIsSwitchedOffIsOutAtOnceAndNobodySwitchesThemselvesOff() {
    String id = added("qian.leaves");
    does(second, id, "confirm", Map.of());
    Browser qian = enrolled("qian.leaves", "/operator/security");
    assertThat(qian.get("/operator/security").status()).isEqualTo(200);
    Map<String, String> why = Map.of("reason", "has left us");
    assertThat(does(operator, id, "switch-off", Map.of("reason", "")).body())
        .contains("reason-error");
    assertThat(does(operator, id, "switch-off", why).leadsTo()).isEqualTo(PAGE);
    assertThat(trail("operator.switched-off", id)).isOne();
    assertThat(qian.get("/operator/security").leadsTo()).startsWith("/operator/sign-in");
    Answer back = password(browser(Locale.ENGLISH), "qian.leaves");
    assertThat(back.body()).contains("This operator is switched off");
    assertThat(does(operator, id, "switch-off", why).status()).isEqualTo(422);

    String self =
        jdbc.sql("SELECT id FROM identity.operator WHERE username = 'operator'")
            .query(String.class)
            .single();
    assertThat(does(operator, self, "switch-off", why).body())
        .contains("This takes another operator");
    assertThat(operator.get(PAGE).status()).isEqualTo(200);
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldInTheReadersLanguage() {
    operator.get(PAGE + "?lang=zh");
    Answer answer = operator.post(PAGE, Map.of("username", "ab", "password", "short"));
    operator.get(PAGE + "?lang=en");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("username-error", "password-error", "value=\"ab\"", "运营人员");
  }
}
