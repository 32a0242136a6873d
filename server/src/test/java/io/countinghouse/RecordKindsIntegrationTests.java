package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.audit.Actor;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.metering.DoNotMeter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** One record for each dimension with something to report, one zero without, none for some. */
@ServerTest
@Import(MainJob.Beans.class)
class RecordKindsIntegrationTests {

  private static final String FIRST_CLOSE = "2026-05-12T03:05:00Z";
  private static final String SECOND_CLOSE = "2026-05-12T04:05:00Z";

  private final MainJob job;
  private final FakeMarketplace aws;
  private final Ledger ledger;
  private final DoNotMeter doNotMeter;
  private final JdbcClient jdbc;
  private final TransactionTemplate tx;

  @Autowired
  RecordKindsIntegrationTests(
      MainJob job,
      FakeMarketplace aws,
      Ledger ledger,
      DoNotMeter doNotMeter,
      JdbcClient jdbc,
      TransactionTemplate tx) {
    this.job = job;
    this.aws = aws;
    this.ledger = ledger;
    this.doNotMeter = doNotMeter;
    this.jdbc = jdbc;
    this.tx = tx;
  }

  @DynamicPropertySource
  static void product(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
    String product = "countinghouse.marketplace.products[0].";
    registry.add(product + "dimensions[1]", () -> "triggers");
    registry.add(product + "item-dimensions.trigger", () -> "triggers");
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void anItemWithADimensionOfItsOwnIsReportedThere() {
    Customer customer = Ledger.used(job);
    ledger.runUntil(FIRST_CLOSE);
    assertThat(ledger.of(customer))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.dimension()).isEqualTo("triggers");
          assertThat(record.quantity()).isEqualTo(200);
        });

    ledger.runUntil(SECOND_CLOSE);
    assertThat(ledger.of(customer))
        .extracting(UsageRecord::dimension, UsageRecord::quantity)
        .containsExactlyInAnyOrder(tuple("triggers", 200L), tuple("fee", 0L));
    ledger.assertBooksHold(customer, "2");
  }

  @Test
  void recordsOfTheDoNotMeterListAreMadeAndKeptAndNeverSent() {
    Customer customer = Ledger.used(job);
    Actor actor = Actor.SYSTEM;
    DoNotMeter.Kind kind = DoNotMeter.Kind.AGREEMENT;
    String subject = customer.agreement().value();
    assertThat(tx.<Boolean>execute(_ -> doNotMeter.add(kind, subject, actor, "a test"))).isTrue();
    assertThat(tx.<Boolean>execute(_ -> doNotMeter.add(kind, subject, actor, "twice"))).isFalse();
    ledger.runUntil(FIRST_CLOSE);
    assertThat(aws.calls()).isEmpty();
    assertThat(ledger.balance(customer, "WITHHELD")).isEqualByComparingTo("2");
    ledger.assertBooksHold(customer, "2");

    long id = tx.execute(_ -> doNotMeter.all(1)).getFirst().id();
    assertThat(tx.<Boolean>execute(_ -> doNotMeter.remove(id, actor, "done"))).isTrue();
    assertThat(tx.<Boolean>execute(_ -> doNotMeter.remove(id, actor, "twice"))).isFalse();
    ledger.runUntil(SECOND_CLOSE);
    assertThat(ledger.of(customer)).extracting(UsageRecord::quantity).containsExactly(0L);
    assertThat(ledger.balance(customer, "WITHHELD")).isEqualByComparingTo("2");
    assertThat(audited(subject)).containsExactly("do-not-meter.added", "do-not-meter.removed");
  }

  @Test
  void anAccountOfTheListHoldsAllItsAgreements() {
    Customer customer = Ledger.used(job);
    tx.executeWithoutResult(_ ->
        doNotMeter.add(
            DoNotMeter.Kind.AWS_ACCOUNT, "123456789012", Actor.SYSTEM, "our own account"));
    ledger.runUntil(FIRST_CLOSE);
    assertThat(aws.calls()).isEmpty();
    assertThat(ledger.balance(customer, "WITHHELD")).isEqualByComparingTo("2");
    jdbc.sql("DELETE FROM metering.do_not_meter").update();
  }

  private List<String> audited(String subject) {
    return jdbc.sql(
            "SELECT action FROM audit.entry WHERE subject = :subject AND action LIKE 'do-not-meter%' ORDER BY id")
        .param("subject", subject)
        .query((rs, _) -> rs.getString("action"))
        .list();
  }
}
