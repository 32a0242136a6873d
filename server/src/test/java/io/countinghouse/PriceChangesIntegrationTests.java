package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.metering.Equation;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * From the 13th on, in Shanghai, logs cost 2 instead of 1, and each network host grants 300 time
 * series.
 */
@ServerTest
@Import({MainJob.Beans.class, Equation.Beans.class})
class PriceChangesIntegrationTests {

  private static final Instant EVENING = Instant.parse("2026-05-12T15:10:00Z");

  private final MainJob job;
  private final Ledger ledger;
  private final Equation equation;
  private final TestClock clock;

  @Autowired
  PriceChangesIntegrationTests(MainJob job, Ledger ledger, Equation equation, TestClock clock) {
    this.job = job;
    this.ledger = ledger;
    this.equation = equation;
    this.clock = clock;
  }

  @DynamicPropertySource
  static void prices(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
    String lists = "countinghouse.billing.price-lists";
    registry.add(lists + "[0].version", () -> "2026-01-01");
    registry.add(lists + "[0].valid-from", () -> "2026-01-01");
    registry.add(lists + "[0].location", () -> "classpath:price-lists/2026-01-01.csv");
    registry.add(lists + "[1].version", () -> "2026-05-13");
    registry.add(lists + "[1].valid-from", () -> "2026-05-13");
    registry.add(lists + "[1].location", () -> "classpath:price-lists/with-allowance.csv");
  }

  @BeforeEach
  void inTheEvening() {
    ledger.startAt(EVENING);
  }

  @AfterEach
  void theBooksAreInBalance() {
    equation.holds();
  }

  @Test
  void atMidnightThePriceChangesAndLateUsageKeepsItsOwn() {
    Customer customer = job.subscribed(EVENING);
    WorkspaceId workspace = customer.workspace();
    job.uses(workspace, "log", "3d", "1000000", EVENING);
    ledger.runUntil("2026-05-12T16:10:00Z");
    job.uses(workspace, "log", "3d", "1000000", clock.now());
    job.uses(workspace, "log", "3d", "500000", EVENING.plusSeconds(60));
    ledger.runUntil("2026-05-12T17:05:00Z");

    assertThat(ledger.postings(workspace))
        .containsExactly("05-12 log 1 1 CNY", "05-12 log 0.5 0.5 CNY", "05-13 log 1 2 CNY");
    assertThat(ledger.of(customer).stream().mapToLong(UsageRecord::quantity).sum()).isEqualTo(350);
  }

  @Test
  void anAllowanceThatGrowsDuringTheDayGivesBack() {
    ledger.startAt(Instant.parse("2026-05-12T16:10:00Z"));
    Customer customer = job.subscribed(clock.now());
    WorkspaceId workspace = customer.workspace();
    job.uses(workspace, "timeseries", "3d", "6000", clock.now());
    ledger.runUntil("2026-05-12T17:10:00Z");
    job.uses(workspace, "network", "", "10", clock.now());
    ledger.runUntil("2026-05-12T18:10:00Z");
    job.uses(workspace, "network", "", "12", clock.now());
    ledger.runUntil("2026-05-12T19:05:00Z");

    assertThat(ledger.postings(workspace))
        .containsExactly(
            "05-13 timeseries 6 3.6 CNY",
            "05-13 network 10 20 CNY",
            "05-13 timeseries -3 -1.8 CNY",
            "05-13 network 2 4 CNY",
            "05-13 timeseries -0.6 -0.36 CNY");
    ledger.assertBooksHold(customer, "25.44");
    assertThat(ledger.of(customer).stream().mapToLong(UsageRecord::quantity).sum()).isEqualTo(2544);
  }
}
