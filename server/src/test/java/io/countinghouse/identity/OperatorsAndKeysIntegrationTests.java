package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.OperatorChanges.Decision;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class OperatorsAndKeysIntegrationTests {

  @Autowired private Operators operators;
  @Autowired private OperatorChanges changes;
  @Autowired private ApiKeys apiKeys;
  @Autowired private FirstAccess firstAccess;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @Test
  void theFirstOperatorIsMadeAtTheFirstStartOnly() {
    firstAccess.run(new DefaultApplicationArguments());
    assertThat(jdbc.sql("SELECT username FROM identity.operator").query(String.class).list())
        .containsOnlyOnce("Root.Operator");
    Operator root = root();
    assertThat(operators.find(root.id())).contains(root);
    assertThat(operators.authenticate("root.operator", "something else"))
        .isEqualTo(new Operators.SignIn.Wrong());
    assertThat(operators.authenticate("nobody", AccountsTestSupport.OPERATOR_PASSWORD))
        .isEqualTo(new Operators.SignIn.Wrong());
  }

  private Operator root() {
    return ((Operators.SignIn.Right)
            operators.authenticate("root.operator", AccountsTestSupport.OPERATOR_PASSWORD))
        .operator();
  }

  private Operator added(Operator by, String name, boolean waits) {
    Operators.CreateOutcome outcome =
        operators.create(
            Actor.operator(by.id()), new Username(name), new Password(Accounts.PASSWORD));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Operators.CreateOutcome.Created.class, it -> assertThat(it.waits()).isEqualTo(waits));
    return ((Operators.CreateOutcome.Created) outcome).operator();
  }

  @Test
  void onlyTheSecondOperatorEverNeedsNoConfirmation() {
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      Operator root = root();
      Operator second = added(root, "second", false);
      Operator third = added(root, "third", true);
      assertThat(changes.switchOff(third.id(), root.id(), "x")).isEqualTo(Decision.NOT_OPEN);
      assertThat(changes.confirm(third.id(), root.id())).isEqualTo(Decision.SAME_OPERATOR);
      assertThat(changes.confirm(third.id(), third.id())).isEqualTo(Decision.NOT_OPEN);
      assertThat(changes.switchOff(second.id(), root.id(), "left")).isEqualTo(Decision.DONE);
      assertThat(changes.confirm(third.id(), second.id())).isEqualTo(Decision.NOT_OPEN);
      assertThat(changes.switchOff(root.id(), second.id(), "x")).isEqualTo(Decision.NOT_OPEN);
      assertThat(operators.findAble(second.id())).isEmpty();
      // There were two once: the one who is left must not make the other one up.
      added(root, "fourth", true);
      assertThat(
              operators.create(
                  Actor.operator(second.id()),
                  new Username("fifth"),
                  new Password(Accounts.PASSWORD)))
          .isEqualTo(new Operators.CreateOutcome.NotAble());
    });
  }

  @Test
  void theDatabaseKeepsOneFromConfirmingWhomTheyAdded() {
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      Operator root = root();
      added(root, "second", false);
      Operator third = added(root, "third", true);
      assertThatThrownBy(() ->
              jdbc.sql(
                      "UPDATE identity.operator SET confirmed_by = added_by, confirmed_at = now() WHERE id = :id")
                  .param("id", third.id().value())
                  .update())
          .hasMessageContaining("operator_confirmed_by_another");
    });
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
