package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An hour with ten thousand records is being closed when server and simulator are killed, and once
 * more when PostgreSQL is: bill and books agree to the cent. {@code -Dclose.records=…} takes fewer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloseCrashTests {

  private static final int AGREEMENTS = Integer.getInteger("close.records", 10_000);
  private static final int KILLED_AFTER = AGREEMENTS / 7;
  private static final int KILLED_AGAIN_AFTER = AGREEMENTS / 2;
  private static final int LAST_MINUTE_TO_BEGIN = 45;
  private static final Duration LONG = Duration.ofMinutes(4);

  private static final String ACCEPTED =
      "SELECT count(*) FROM metering.record WHERE agreement_id LIKE 'agmt_bulk%' AND state = 'ACCEPTED'";
  private static final String ALL =
      "SELECT count(*) FROM metering.record WHERE agreement_id LIKE 'agmt_bulk%'";
  private static final String BOOKED =
      """
      SELECT (sum(CASE WHEN to_account = 'ACCEPTED' THEN amount ELSE -amount END) * 100)::bigint
        FROM billing.entry
       WHERE agreement_id LIKE 'agmt_bulk%' AND 'ACCEPTED' IN (from_account, to_account)\
      """;
  private static final String LEFT =
      """
      SELECT count(*) FROM (
        SELECT agreement_id, account, sum(amount) AS amount FROM (
          SELECT agreement_id, to_account AS account, amount FROM billing.entry
          UNION ALL SELECT agreement_id, from_account, -amount FROM billing.entry) AS side
         WHERE agreement_id LIKE 'agmt_bulk%' AND account IN ('CARRY', 'DUE', 'SENT', 'UNKNOWN', 'DISPUTED', 'REFUSED')
         GROUP BY agreement_id, account) AS balance
       WHERE amount <> 0\
      """;

  private final DemoProcess demo = DemoProcess.start();
  private final Outside outside = new Outside(demo);
  private final Aws aws = new Aws(demo);
  private final BulkAgreements bulk = new BulkAgreements(demo, AGREEMENTS);

  @AfterAll
  void stop() throws IOException {
    demo.close();
  }

  @Test
  void killedInTheMiddleOfAnHoursCloseBillAndBooksAgree() {
    Instant used = layAgreements();
    outside.beginAdvance(Duration.ofMinutes(70));

    try (DemoDatabase database = DemoDatabase.of(demo)) {
      awaitAccepted(database, KILLED_AFTER);
      demo.kill();
      assertThat(count(database, ACCEPTED)).isLessThan(AGREEMENTS);
    }
    demo.startAgain();
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      awaitAccepted(database, KILLED_AGAIN_AFTER);
      assertThat(count(database, ACCEPTED)).isLessThan(AGREEMENTS);
      DemoDatabase.killServer(demo);
    }
    demo.kill();
    demo.startAgain();

    try (DemoDatabase database = DemoDatabase.of(demo)) {
      awaitAccepted(database, AGREEMENTS);
      assertThat(count(database, ALL)).isEqualTo(AGREEMENTS);
      assertThat(bulk.atAws(used)).hasSize(AGREEMENTS);
      assertThat(bulk.atAws(used).values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(bulk.owed())
          .isEqualTo(count(database, BOOKED));
      assertThat(count(database, LEFT)).as("carried or on its way").isZero();
      assertThat(aws.billed(BulkAgreements.account(AGREEMENTS), used)).isEqualTo("2.40");
    }
  }

  /** Early enough in an hour, under agreements like one that was really sold. */
  private Instant layAgreements() {
    if (outside.now().atOffset(ZoneOffset.UTC).getMinute() > LAST_MINUTE_TO_BEGIN) {
      outside.advance(Duration.ofMinutes(20));
    }
    Aws.Sold pattern = aws.sell(Market.CHINA, aws.account("Bulk Ltd"));
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      Awaitility.await("the server knows it")
          .atMost(LONG)
          .until(() ->
              count(database, "SELECT count(*) FROM marketplace.agreement WHERE state = 'ACTIVE'")
                  > 0);
    }
    Instant now = outside.now();
    bulk.lay(pattern, aws.productCode(Market.CHINA), now);
    return now;
  }

  private static void awaitAccepted(DemoDatabase database, int records) {
    Awaitility.await(records + " records are accepted")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> count(database, ACCEPTED) >= records);
  }

  private static long count(DemoDatabase database, String sql) {
    return Long.parseLong(database.column(sql));
  }
}
