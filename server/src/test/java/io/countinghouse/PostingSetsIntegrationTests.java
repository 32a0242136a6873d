package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.Equation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Postings are stored in sets: of one reading, day and payer. */
class PostingSetsIntegrationTests {

  private static final LocalDate DAY = LocalDate.of(2028, 3, 1);
  private static final Hour HOUR = new Hour(Instant.parse("2028-03-01T10:00:00Z"));
  private static final BooksServer SERVER = BooksServer.start();

  private final JdbcClient jdbc = SERVER.bean(JdbcClient.class);
  private final TransactionTemplate tx = SERVER.bean(TransactionTemplate.class);
  private final Readings readings = SERVER.bean(Readings.class);
  private final Equation equation = SERVER.equation();
  private final WorkspaceId workspace = SERVER.workspace("us1");

  @AfterEach
  void theBooksAreInBalance() {
    equation.holds();
  }

  @Test
  void whatGoesToOnePayerIsOneRow() {
    SERVER.pays(workspace, "agmt_us", HOUR.start());
    uses(PostingModel.Kind.LOG, "3d");
    uses(PostingModel.Kind.TIMESERIES, "3d");
    uses(PostingModel.Kind.LOG, "4d");
    reads(HOUR.end());
    assertThat(sets()).containsExactly("NO_PRICE {log} {4d}", "agmt_us {log,timeseries} {3d,3d}");
    assertThat(postings())
        .containsExactly("log 3d 3 USD", "log 4d 3 nobody", "timeseries 3d 3000 USD");
  }

  @Test
  void whatGoesToOtherBooksIsARowOfItsOwn() {
    SERVER.pays(workspace, "agmt_cn", HOUR.start());
    uses(PostingModel.Kind.LOG, "3d");
    uses(PostingModel.Kind.LOG, "7d");
    uses(PostingModel.Kind.TIMESERIES, "3d");
    reads(HOUR.end());
    assertThat(sets()).containsExactly("agmt_cn {log,log} {3d,7d}", "agmt_cn {timeseries} {3d}");
  }

  @Test
  void aDayOfVeryManyTiersTakesSomeRows() {
    SERVER.pays(workspace, "bill_p", HOUR.start());
    for (int days = 1; days <= 250; days++) {
      uses(PostingModel.Kind.LOG, (1000 + days) + "d");
    }
    reads(HOUR.end());
    reads(HOUR.end().plus(Duration.ofMinutes(10)));
    assertThat(sets()).hasSize(3);
    assertThat(postings()).hasSize(250).doesNotHaveDuplicates();
    assertThat(
            jdbc.sql("SELECT count(DISTINCT id) FROM billing.posting WHERE workspace_id = :id")
                .param("id", workspace.value())
                .query(Long.class)
                .single())
        .isEqualTo(250);
  }

  @Test
  void whatIsGivenBackIsCounted() {
    SERVER.pays(workspace, "agmt_us", HOUR.start());
    uses(PostingModel.Kind.LOG, "3d");
    uses(PostingModel.Kind.TIMESERIES, "3d");
    reads(HOUR.end());
    SERVER.corrects(workspace, PostingModel.Kind.LOG, BigDecimal.valueOf(1_000_000), DAY);
    reads(HOUR.end().plus(Duration.ofMinutes(10)));
    assertThat(postings())
        .containsExactly("log 3d -2 USD", "log 3d 3 USD", "timeseries 3d 3000 USD");
    SERVER.touch(workspace, DAY);
    reads(HOUR.end().plus(Duration.ofMinutes(20)));
    assertThat(sets()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{log,pv} | {3d}    | {1,2}    | {1,2}",
        "{log,pv} | {3d,3d} | {1}      | {1,2}",
        "{log,pv} | {3d,3d} | {1,2}    | {1}",
        "{log,pv} | {3d,3d} | {1,NULL} | {1,2}",
        "{log,pv} | {3d,3d} | {1,2}    | {1,NULL}",
        "{log,pv} | {3d,3d} | {1,2}    |",
        "{}       | {}      | {}       | {}"
      })
  void aRowThatDoesNotAddUpIsRefused(String items, String retentions, String units, String prices) {
    assertThatThrownBy(() ->
            jdbc.sql(
                    """
                    INSERT INTO billing.posting_set (workspace_id, day, as_of, hour, billing_account_id, currency,
                                                     price_version, items, retentions, units, prices)
                    VALUES ('wksp_1', '2028-03-01', now(), now(), 'bill_p', 'CNY', '2028-03', CAST(:items AS text[]),
                            CAST(:retentions AS text[]), CAST(:units AS numeric[]), CAST(:prices AS numeric[]))\
                    """)
                .param("items", items)
                .param("retentions", retentions)
                .param("units", units)
                .param("prices", prices)
                .update())
        .isInstanceOf(DataIntegrityViolationException.class)
        .hasMessageContaining("posting_set_");
  }

  @ParameterizedTest
  @CsvSource({"UPDATE billing.posting_set SET units = '{1}'", "DELETE FROM billing.posting_set"})
  void noRowIsEverChanged(String sql) {
    assertThatThrownBy(() -> jdbc.sql(sql).update()).hasMessageContaining("never changed");
  }

  private void uses(PostingModel.Kind kind, String retention) {
    SERVER.uses(workspace, kind, retention, BigDecimal.valueOf(3_000_000), DAY, HOUR);
  }

  private void reads(Instant asOf) {
    tx.executeWithoutResult(_ -> readings.readFully(List.of(workspace), asOf));
  }

  private List<@Nullable String> sets() {
    return texts(
        """
        SELECT concat_ws(' ', coalesce(agreement_id, billing_account_id, uncharged), items, retentions)
          FROM billing.posting_set WHERE workspace_id = :id ORDER BY 1\
        """);
  }

  private List<@Nullable String> postings() {
    return texts(
        """
        SELECT concat_ws(' ', item, retention, trim_scale(units), coalesce(currency, 'nobody'))
          FROM billing.posting WHERE workspace_id = :id ORDER BY 1\
        """);
  }

  private List<@Nullable String> texts(String sql) {
    return jdbc.sql(sql).param("id", workspace.value()).query(String.class).list();
  }
}
