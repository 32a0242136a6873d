package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.Operators;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The page on which operators add others. */
class OperatorOperatorsIntegrationTests extends ConsoleIntegration {

  private static final String FIRST = "hand over in person";

  @Autowired private Operators operators;

  @Test
  void anOperatorIsAddedOnceAndHasNothingBeforeTheSecondFactor() {
    Browser operator = signedInOperator(Locale.ENGLISH);
    operator.get("/operator/operators");
    Map<String, String> form = Map.of("username", "wang.approves", "password", FIRST);
    assertThat(operator.post("/operator/operators", form).status()).isEqualTo(302);
    assertThat(operator.get("/operator/operators").body()).contains("wang.approves");
    assertThat(operators.authenticate("wang.approves", FIRST)).isPresent();
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM audit.entry WHERE action = 'operator.created' AND details ->> 'username' = 'wang.approves'")
                .query(Long.class)
                .single())
        .isOne();

    Answer again = operator.post("/operator/operators", form);
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body()).contains("This username is taken").doesNotContain(FIRST);

    Browser other = new Browser(http, Locale.ENGLISH);
    other.get("/operator/sign-in");
    other.post("/operator/sign-in", Map.of("name", "wang.approves", "password", FIRST));
    assertThat(other.get("/operator/operators").status()).isNotEqualTo(200);
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldInTheReadersLanguage() {
    Browser operator = signedInOperator(Locale.CHINESE);
    operator.get("/operator/operators");
    Answer answer =
        operator.post("/operator/operators", Map.of("username", "ab", "password", "short"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("username-error", "password-error", "value=\"ab\"", "运营人员");
  }
}
