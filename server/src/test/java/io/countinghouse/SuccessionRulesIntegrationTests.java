package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.SuccessionCheck;
import io.countinghouse.settlement.Bind;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Which agreement may take over from a renewed one, and what waited for it. */
@JobTest
class SuccessionRulesIntegrationTests implements BothProducts {

  private static final String ACCOUNT = "345678901234";

  private final ConcurrentJob job;
  private final MainJob legacy;
  private final Bind bind;
  private final Ledger ledger;
  private final TestClock clock;
  private final SuccessionCheck check;
  private final Agreements agreements;
  private final TransactionTemplate tx;

  @Autowired
  SuccessionRulesIntegrationTests(
      ConcurrentJob job,
      MainJob legacy,
      Bind bind,
      Ledger ledger,
      TestClock clock,
      SuccessionCheck check,
      Agreements agreements,
      TransactionTemplate tx) {
    this.job = job;
    this.legacy = legacy;
    this.bind = bind;
    this.ledger = ledger;
    this.clock = clock;
    this.check = check;
    this.agreements = agreements;
    this.tx = tx;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void whatWaitedForTheOldAgreementStartsOnTheNew() {
    AgreementId pending = job.lands(ACCOUNT);
    Customer old = job.registers(pending);
    job.move(pending, AgreementState.SUCCEEDED);
    assertThat(bind.workspacesOf(pending)).isEmpty();
    Customer next = job.renewed(old, ACCOUNT);
    job.handOver(pending, next.agreement());

    assertThat(bind.workspacesOf(next.agreement())).containsExactly(old.workspace());
    assertThat(bind.isHeld(next.agreement())).isTrue();
    assertThat(
            ledger.count(
                "SELECT count(*) FROM outbox.work WHERE key LIKE 'subscription-confirmed/' || :name"
                    + " || '/%'",
                old.workspace().value()))
        .isOne();
    ledger.assertBooksHold(next, "0");
  }

  @Test
  void aSuccessorThatItsHolderHasSetUpAlreadyTakesOverToo() {
    Customer old = job.subscribed(ACCOUNT);
    job.move(old.agreement(), AgreementState.SUCCEEDED);
    Customer next = job.renewed(old, ACCOUNT);
    bind.register(next.agreement(), old.agreement());
    assertThat(objection(old, next)).isEmpty();
    job.handOver(old.agreement(), next.agreement());
    assertThat(bind.workspacesOf(next.agreement())).containsExactly(old.workspace());
  }

  @Test
  void aSuccessorOfAnotherHolderOrCurrencyIsForAPerson() {
    Customer old = job.subscribed(ACCOUNT);
    Customer strangers = job.subscribed(ACCOUNT);
    Customer yuan = legacy.subscribed(clock.now());
    job.move(old.agreement(), AgreementState.SUCCEEDED);

    assertThat(objection(old, strangers))
        .hasValue("another billing account holds agreement " + strangers.agreement());
    assertThat(objection(old, yuan))
        .hasValue("agreement %s is charged in CNY, not in USD".formatted(yuan.agreement()));
    assertThatIllegalStateException()
        .isThrownBy(() -> job.handOver(old.agreement(), strangers.agreement()));
    assertThat(bind.workspacesOf(old.agreement())).containsExactly(old.workspace());
    assertThat(ledger.transferred(strangers)).isEqualByComparingTo("0");
  }

  private Optional<String> objection(Customer from, Customer to) {
    return tx.execute(
        _ -> check.objection(agreements.lock(from.agreement()), agreements.lock(to.agreement())));
  }
}
