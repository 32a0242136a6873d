package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.IdentitySettings.FirstOperator;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets the first people and machines in: what the configuration names is stored at start. */
@Component
@EnableConfigurationProperties(IdentitySettings.class)
class FirstAccess implements ApplicationRunner {

  private static final String FIRST_KEY_NAME = "first";

  private final IdentitySettings settings;
  private final Operators operators;
  private final SecondFactors secondFactors;
  private final ApiKeys apiKeys;
  private final TransactionTemplate tx;

  FirstAccess(
      IdentitySettings settings,
      Operators operators,
      SecondFactors secondFactors,
      ApiKeys apiKeys,
      TransactionTemplate tx) {
    this.settings = settings;
    this.operators = operators;
    this.secondFactors = secondFactors;
    this.apiKeys = apiKeys;
    this.tx = tx;
  }

  @Override
  public void run(ApplicationArguments args) {
    FirstOperator operator = settings.firstOperator();
    if (operator != null && !operators.any()) {
      // Two nodes that start at once: the second finds the username taken, which is as good.
      tx.executeWithoutResult(_ -> make(operator));
    }
    String key = settings.firstApiKey();
    if (key != null) {
      apiKeys.store(FIRST_KEY_NAME, key);
    }
  }

  private void make(FirstOperator wanted) {
    Operators.CreateOutcome outcome =
        operators.create(
            Actor.SYSTEM, new Username(wanted.username()), new Password(wanted.password()));
    if (outcome instanceof Operators.CreateOutcome.Created(Operator made, _)
        && wanted.totpSecret() != null) {
      secondFactors.setUp(new AccountRef.Operating(made.id()), Base32.decode(wanted.totpSecret()));
    }
  }
}
