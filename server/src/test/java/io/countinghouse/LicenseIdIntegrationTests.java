package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.LicensedJob.Event;
import io.countinghouse.LicensedJob.Licensed;
import io.countinghouse.outbox.OutboxWorker;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events that name a licence by its id, without its ARN (facts, 3.4). */
@JobTest
class LicenseIdIntegrationTests implements BothProducts {

  private static final Instant NOW = Instant.parse("2026-05-12T02:10:00Z");

  private final LicensedJob licensed;
  private final OutboxWorker worker;
  private final TestClock clock;
  private final LicensedRows rows;
  private final JdbcClient jdbc;

  @Autowired
  LicenseIdIntegrationTests(
      LicensedJob licensed, OutboxWorker worker, TestClock clock, JdbcClient jdbc) {
    this.licensed = licensed;
    this.worker = worker;
    this.clock = clock;
    this.rows = new LicensedRows(jdbc);
    this.jdbc = jdbc;
  }

  @BeforeEach
  void inTheMorning() {
    clock.set(NOW);
  }

  @Test
  void whoLandsFirstIsActiveByItAndEndsByIt() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.lands(buyer);
    licensed.tells(Event.licensed(buyer, NOW).byLicenseId());
    assertThat(rows.state(buyer)).isEqualTo("ACTIVE");
    licensed.tells(Event.deprovisioned(buyer, NOW.plusSeconds(1)).byLicenseId());
    assertThat(rows.state(buyer)).isEqualTo("ENDING");
  }

  @Test
  void itWaitsWhereAPersonSeesItUntilTheLicenceIsKnown() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.tells(Event.licensed(buyer, NOW).byLicenseId());
    assertThat(messageOf(buyer)).startsWith("PARKED licence " + buyer.licenseId());
    licensed.lands(buyer);
    worker.runAll();
    assertThat(messageOf(buyer)).startsWith("APPLIED");
    assertThat(rows.state(buyer)).isEqualTo("ACTIVE");
  }

  private String messageOf(Licensed buyer) {
    return jdbc.sql(
            "SELECT concat_ws(' ', state, reason) FROM marketplace.message WHERE about_license = :id")
        .param("id", buyer.licenseId())
        .query(String.class)
        .single();
  }
}
