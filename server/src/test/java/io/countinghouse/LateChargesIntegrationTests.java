package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.metering.Alarm;
import io.countinghouse.metering.AlarmKind;
import io.countinghouse.metering.Alarms;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Payer;
import io.countinghouse.wallet.WalletBooks;
import io.countinghouse.wallet.WalletChecks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A daily charge that keeps failing is tried until it is done; after some hours it is told. */
@JobTest
class LateChargesIntegrationTests implements BothProducts {

  /** Three hours after the charge, which is ten minutes after midnight. */
  private static final Duration LATE_AFTER = Duration.ofMinutes(190);

  @Autowired private MainJob job;
  @Autowired private Bind bind;
  @Autowired private Ledger ledger;
  @Autowired private WalletBooks wallets;
  @Autowired private WalletChecks checks;
  @Autowired private Alarms alarms;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate tx;

  @Test
  void aChargeThatKeepsFailingIsTold() {
    ledger.startInTheMorning();
    MainJob.Customer customer = job.subscribed(Ledger.MORNING);
    BillingAccountId account = bind.holderOf(customer.agreement());
    bind.pays(new Payer.BillingCenter(account), customer.workspace());
    job.uses(customer.workspace(), "timeseries", "3d", "6000", clock.now());
    jdbc.sql("ALTER TABLE wallet.charge ADD CONSTRAINT nothing CHECK (false) NOT VALID").update();
    try {
      ledger.runUntil("2026-05-12T16:10:00Z");
      assertThat(wallets.charges(account)).isEmpty();
      Instant late = due(account).plus(LATE_AFTER);
      assertThat(late(late.minusSeconds(1))).isEmpty();
      assertThat(late(late)).containsExactly(account);
      assertThat(lateWhileNotClosed("2026-05-12T15:00:00Z", late)).isEmpty();
      ledger.runUntil("2026-05-12T20:10:00Z");
      assertThat(told()).containsExactly(1L);
    } finally {
      jdbc.sql("ALTER TABLE wallet.charge DROP CONSTRAINT nothing").update();
    }
    ledger.runUntil("2026-05-12T21:10:00Z");
    assertThat(wallets.charges(account)).hasSize(1);
    assertThat(told()).isEmpty();
  }

  /** Charges wait for the hours of the day. */
  private List<BillingAccountId> lateWhileNotClosed(String hour, Instant now) {
    jdbc.sql(
            """
            INSERT INTO outbox.work (kind, key, payload, due_at, created_at)
            VALUES ('metering.close-hour', :hour, '{}', '2026-06-01T00:00:00Z', now())\
            """)
        .param("hour", hour)
        .update();
    try {
      return late(now);
    } finally {
      jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.close-hour' AND key = :hour")
          .param("hour", hour)
          .update();
    }
  }

  private Instant due(BillingAccountId account) {
    return jdbc.sql(
            "SELECT min(due_at) AS due FROM wallet.uncharged WHERE billing_account_id = :account")
        .param("account", account.value())
        .query((rs, _) -> SqlTime.instant(rs, "due"))
        .single();
  }

  private List<BillingAccountId> late(Instant now) {
    long count = tx.execute(_ -> checks.chargesLate(now));
    List<WalletChecks.Late> late = tx.execute(_ -> checks.late(now, 10));
    assertThat(count).isEqualTo(late.size());
    return late.stream().map(WalletChecks.Late::account).toList();
  }

  private List<Long> told() {
    List<Alarms.Held> all = tx.execute(_ -> alarms.all());
    return all.stream()
        .map(Alarms.Held::alarm)
        .filter(it -> it.kind() == AlarmKind.CHARGES_LATE)
        .map(Alarm::count)
        .toList();
  }
}
