package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.metering.AlarmKind;
import io.countinghouse.metering.Alarms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Alarms of what does not come: AWS's word, a price. */
@ServerTest
@Import(MainJob.Beans.class)
class MissingAlarmsIntegrationTests {

  @Autowired private MainJob job;
  @Autowired private Ledger ledger;
  @Autowired private Alarms alarms;
  @Autowired private TransactionTemplate tx;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
    registry.add("countinghouse.metering.alarm-every", () -> "11m");
  }

  private List<AlarmKind> kinds() {
    return tx.execute(_ -> alarms.all()).stream().map(it -> it.alarm().kind()).toList();
  }

  @Test
  void whatAwsDoesNotConfirmAndWhatHasNoPriceIsTold() {
    ledger.startInTheMorning();
    job.lands(job.newCustomer());
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "log", "999d", "5000000", Ledger.MORNING);
    ledger.runUntil("2026-05-12T03:00:00Z");
    assertThat(kinds()).isEmpty();
    ledger.runUntil("2026-05-12T03:40:00Z");
    assertThat(kinds()).containsExactly(AlarmKind.UNPRICED_USAGE, AlarmKind.PENDING_LONG);
  }
}
