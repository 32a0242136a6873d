package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.ClosingReadings;
import io.countinghouse.metering.Equation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The closing readings of an hour, of more workspaces than are listed at once: each is read, those
 * of one payer together, and what cannot be listed is not taken for the end.
 */
@Timeout(120)
class ClosingReadingsIntegrationTests {

  private static final LocalDate DAY = LocalDate.of(2028, 3, 1);
  private static final Hour HOUR = new Hour(Instant.parse("2028-03-01T10:00:00Z"));
  private static final int WORKSPACES = 160;
  private static final List<String> PAYERS = List.of("agmt_cn", "agmt_us", "bill_p", "");
  private static final BooksServer SERVER =
      BooksServer.start(
          Map.of(
              "countinghouse.metering.workspaces-per-reading", "2",
              "countinghouse.metering.readings-at-once", "3"));

  private final JdbcClient jdbc = SERVER.bean(JdbcClient.class);
  private final ClosingReadings closing = SERVER.bean(ClosingReadings.class);
  private final Equation equation = SERVER.equation();

  @BeforeEach
  void eachUsesSomething() {
    SERVER.startOver();
    for (int i = 0; i < WORKSPACES; i++) {
      WorkspaceId workspace = SERVER.workspace("us1");
      SERVER.pays(workspace, PAYERS.get(i % PAYERS.size()), HOUR.start());
      SERVER.uses(workspace, PostingModel.Kind.LOG, new BigDecimal("1000000"), DAY, HOUR);
    }
  }

  @AfterEach
  void theBooksAreInBalance() {
    jdbc.sql("DELETE FROM usage.touched_day WHERE workspace_id = 'wksp_~'").update();
    equation.holds();
  }

  @Test
  void allAreReadAndThoseOfOnePayerTogether() {
    long entriesBefore = entries();
    long before = postings();
    closing.of(HOUR);
    assertThat(postings() - before).isEqualTo(WORKSPACES);
    assertThat(touched()).isZero();
    int twoEach = WORKSPACES / PAYERS.size();
    // Two agreements; each time that some are listed one page may have one workspace of each.
    assertThat(entries() - entriesBefore).isBetween((long) twoEach, twoEach + 8L);
  }

  @Test
  void whatCannotBeListedIsNotTheEnd() {
    long before = postings();
    jdbc.sql("INSERT INTO usage.touched_day (workspace_id, day) VALUES ('wksp_~', :day)")
        .param("day", DAY)
        .update();
    assertThatThrownBy(() -> closing.of(HOUR))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("could not close all readings")
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(postings() - before).as("those listed before").isBetween(1L, WORKSPACES - 1L);
    assertThat(closedHours()).isZero();
    jdbc.sql("DELETE FROM usage.touched_day WHERE workspace_id = 'wksp_~'").update();
    closing.of(HOUR);
    assertThat(postings() - before).isEqualTo(WORKSPACES);
    assertThat(closedHours()).isEqualTo(1);
  }

  private long postings() {
    return count("billing.posting");
  }

  private long entries() {
    return count("billing.entry WHERE from_account = 'ACCRUED'");
  }

  private long touched() {
    return count("usage.touched_day");
  }

  private long closedHours() {
    return count("billing.closed_hours");
  }

  private long count(String of) {
    return jdbc.sql("SELECT count(*) FROM " + of).query(Long.class).single();
  }
}
