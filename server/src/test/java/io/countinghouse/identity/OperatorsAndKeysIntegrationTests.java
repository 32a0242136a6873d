package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.audit.Actor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class OperatorsAndKeysIntegrationTests {

  @Autowired private Operators operators;
  @Autowired private ApiKeys apiKeys;
  @Autowired private FirstAccess firstAccess;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @Test
  void theFirstOperatorIsMadeAtTheFirstStartOnly() {
    firstAccess.run(new DefaultApplicationArguments());
    assertThat(jdbc.sql("SELECT username FROM identity.operator").query(String.class).list())
        .containsOnlyOnce("Root.Operator");
    Operator root =
        operators
            .authenticate("root.operator", AccountsTestSupport.OPERATOR_PASSWORD)
            .orElseThrow();
    assertThat(operators.find(root.id())).contains(root);
    assertThat(operators.authenticate("root.operator", "something else")).isEmpty();
    assertThat(operators.authenticate("nobody", AccountsTestSupport.OPERATOR_PASSWORD)).isEmpty();
  }

  @Test
  void anOperatorsUsernameIsTakenInWhateverCase() {
    Operators.CreateOutcome outcome =
        tx.execute(_ ->
            operators.create(
                Actor.SYSTEM, new Username("ROOT.operator"), new Password(Accounts.PASSWORD)));
    assertThat(outcome).isEqualTo(new Operators.CreateOutcome.UsernameTaken());
  }

  @Test
  void theFirstApiKeyIsStoredByItsHashOnce() {
    firstAccess.run(new DefaultApplicationArguments());
    assertThat(apiKeys.authenticate(AccountsTestSupport.API_KEY))
        .hasValueSatisfying(key -> assertThat(key.name()).isEqualTo("first"));
    assertThat(
            jdbc.sql("SELECT k::text FROM identity.api_key k WHERE name = 'first'")
                .query(String.class)
                .list())
        .singleElement()
        .asString()
        .doesNotContain(AccountsTestSupport.API_KEY);
  }

  @Test
  void aKeyLetsInUntilItIsRevoked() {
    String plain = apiKeys.issue("data plane");
    assertThat(plain).matches("chk_[A-Za-z0-9_-]{43}");
    ApiKey key = apiKeys.authenticate(plain).orElseThrow();
    assertThat(key.name()).isEqualTo("data plane");
    assertThat(apiKeys.authenticate(plain + "x")).isEmpty();
    assertThat(apiKeys.authenticate("")).isEmpty();
    assertThat(apiKeys.revoke(Actor.SYSTEM, key.id())).isTrue();
    assertThat(apiKeys.revoke(Actor.SYSTEM, key.id())).isFalse();
    assertThat(apiKeys.authenticate(plain)).isEmpty();
  }
}
