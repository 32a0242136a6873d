package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.kernel.SqlTime;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** How operators close what differs from AWS's bill. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorDifferencesIntegrationTests extends ConsoleIntegration {

  private static final String LIST = "/operator/differences";
  private static final String HOUR = "2026-04-28T05:00:00Z";
  private static final Map<String, String> REFUND = Map.of("reason", "their bill", "refund", "yes");

  @Autowired private TestClock clock;
  private Browser operator;

  @BeforeAll
  void signIn() {
    operator = signedInOperator(Locale.ENGLISH);
    operator.get(LIST);
  }

  private String agreement() {
    String name = newName();
    land(browser(Locale.ENGLISH), name);
    return agreementOf(name);
  }

  /** AWS charged another quantity than it accepted, at 0.01 each. */
  private long differs(String agreement, int ours, int theirs) {
    return jdbc.sql(
            """
            INSERT INTO metering.difference (kind, product_code, agreement_id, dimension, hour, ours, theirs, amount,
                                             currency, opened_at)
            VALUES ('QUANTITY', 'prodcn', :agreement, 'fee', CAST(:hour AS timestamptz), :ours, :theirs,
                    abs(:theirs - :ours) * 0.01, 'CNY', now()) RETURNING id\
            """)
        .param("agreement", agreement)
        .param("hour", HOUR)
        .param("ours", ours)
        .param("theirs", theirs)
        .query(Long.class)
        .single();
  }

  private Answer close(long difference, Map<String, String> form) {
    return operator.post(LIST + "/" + difference + "/close", form);
  }

  private String closingForm(long difference) {
    String page = operator.get(LIST).body();
    int form = page.indexOf(LIST + "/" + difference + "/close");
    return page.substring(form, page.indexOf("</form>", form));
  }

  private long cases(String agreement) {
    return count("billing.refund_case WHERE agreement_id = '" + agreement + "'");
  }

  @Test
  void whatAwsChargedTooMuchBecomesARefundCase() {
    String agreement = agreement();
    long id = differs(agreement, 10, 20);
    assertThat(closingForm(id)).contains("name=\"refund\"");
    assertThat(close(id, Map.of("reason", " ", "refund", "yes")).status()).isEqualTo(422);
    assertThat(cases(agreement)).isZero();
    assertThat(close(id, REFUND).leadsTo()).isEqualTo(LIST);

    assertThat(operator.get(LIST).body())
        .contains("their bill", "/operator/books/" + agreement + "/refund-cases/refund_");
    assertThat(operator.get("/operator/books/" + agreement).body())
        .contains("0.10", "their bill", "difference " + id);
    assertThat(
            jdbc.sql(
                    """
                    SELECT action || ' ' || actor_kind || ' ' || coalesce(details ->> 'amount', details ->> 'reason')
                      FROM audit.entry WHERE subject IN (:agreement, :id)
                       AND action IN ('refund-case.opened', 'difference.closed')\
                    """)
                .param("agreement", agreement)
                .param("id", Long.toString(id))
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(
            "difference.closed OPERATOR their bill", "refund-case.opened OPERATOR 0.1 CNY");

    Answer twice = close(id, REFUND);
    assertThat(twice.status()).isEqualTo(422);
    assertThat(twice.body()).contains("closed already");
    assertThat(cases(agreement)).isOne();
    jdbc.sql("UPDATE outbox.work SET due_at = :now WHERE kind = 'metering.check-books'")
        .param("now", SqlTime.utc(clock.now()))
        .update();
    worker.runAll();
    assertThat(operator.get("/operator/books").body()).contains("The equation holds for all");
  }

  @Test
  void whatAwsChargedTooLittleDoesNot() {
    String agreement = agreement();
    long id = differs(agreement, 20, 10);
    assertThat(closingForm(id)).doesNotContain("name=\"refund\"");
    assertThat(close(id, REFUND).status()).isEqualTo(422);
    assertThat(cases(agreement)).isZero();
    assertThat(close(id, Map.of("reason", "charged under the next hour")).leadsTo())
        .isEqualTo(LIST);
  }

  @Test
  void whatIsStillDecidedOnTheRecordIsNotGivenBackTwice() {
    String agreement = agreement();
    long id = differs(agreement, 0, 10);
    record("rec_differs", agreement, "UNKNOWN");
    Answer refused = close(id, REFUND);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body())
        .contains("on the page of its record", "/operator/records/rec_differs\"", "Unknown</span>")
        .doesNotContain("Refund case</span>");
    resolve("rec_differs", "REFUND_CASE");
    assertThat(operator.get(LIST).body()).contains("Refund case</span>");
    assertThat(close(id, REFUND).status()).isEqualTo(422);
    assertThat(cases(agreement)).isZero();
    assertThat(close(id, Map.of("reason", "given back there")).leadsTo()).isEqualTo(LIST);
  }

  /** Owed again, the next record charges it too; otherwise its page offers nothing any more. */
  @ParameterizedTest
  @CsvSource({"UNKNOWN,RETURNED", "UNKNOWN,HANDLED", "REFUSED,WRITTEN_OFF"})
  void whatCountsForNothingOfOursIsGivenBack(String state, String resolution) {
    String agreement = agreement();
    long id = differs(agreement, 0, 10);
    record("rec_" + resolution, agreement, state);
    resolve("rec_" + resolution, resolution);
    assertThat(close(id, REFUND).leadsTo()).isEqualTo(LIST);
    assertThat(cases(agreement)).isOne();
  }

  /** A record of the hour that AWS did not accept. */
  private void record(String id, String agreement, String state) {
    jdbc.sql(
            """
            INSERT INTO metering.record (id, agreement_id, product_code, dimension, hour, stamp, quantity, amount,
                                         currency, state, reason, wire, made_at)
            VALUES (:id, :agreement, 'prodcn', 'fee', CAST(:hour AS timestamptz),
                    CAST(:hour AS timestamptz), 10, 0, 'CNY', :state, 'no answer', '{}', now())\
            """)
        .param("id", id)
        .param("agreement", agreement)
        .param("state", state)
        .param("hour", HOUR)
        .update();
  }

  private void resolve(String record, String resolution) {
    jdbc.sql("UPDATE metering.record SET resolution = :resolution WHERE id = :id")
        .param("resolution", resolution)
        .param("id", record)
        .update();
  }
}
