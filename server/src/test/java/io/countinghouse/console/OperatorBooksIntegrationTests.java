package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.kernel.SqlTime;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What operators see of the books, and how they close a refund case. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorBooksIntegrationTests extends ConsoleIntegration {

  @Autowired private TestClock clock;
  @Autowired private MeterRegistry meters;
  private Browser operator;

  @BeforeAll
  void signIn() {
    operator = signedInOperator(Locale.ENGLISH);
  }

  private String agreement() {
    String name = newName();
    land(browser(Locale.ENGLISH), name);
    return agreementOf(name);
  }

  private void books(String agreement, String from, String to, String amount) {
    jdbc.sql(
            """
            INSERT INTO billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)
            VALUES (:agreement, 'fee', :from, :to, CAST(:amount AS numeric), 'CNY', 'RECORD by hand', now())\
            """)
        .param("agreement", agreement)
        .param("from", from)
        .param("to", to)
        .param("amount", amount)
        .update();
  }

  private void check() {
    jdbc.sql("UPDATE outbox.work SET due_at = :now WHERE kind = 'metering.check-books'")
        .param("now", SqlTime.utc(clock.now()))
        .update();
    worker.runAll();
  }

  @Test
  void theFirstOnesAreThoseOutOfBalance() {
    String agreement = agreement();
    books(agreement, "ACCRUED", "CARRY", "12.345");
    check();
    String page = operator.get("/operator/books").body();
    assertThat(page).contains("out of balance", agreement, "Off by");
    assertThat(totalOfCarry(page)).contains("12.345").contains("Off by");
    assertThat(meters.get("countinghouse.books.out.of.balance").gauge().value()).isEqualTo(1);
    // Two accounts and the running sum are off.
    assertThat(meters.get("countinghouse.books.difference").tag("currency", "CNY").gauge().value())
        .isEqualTo(37.035);
    assertThat(operator.get("/operator/books/agmt_none").status()).isEqualTo(404);
    assertThat(operator.get("/operator/books/" + agreement).body())
        .contains("Off by", "12.345", "Progress of record by hand");

    books(agreement, "CARRY", "ACCRUED", "12.345");
    check();
    assertThat(operator.get("/operator/books").body())
        .contains("The equation holds for all")
        .doesNotContain("Off by");
    assertThat(meters.get("countinghouse.books.out.of.balance").gauge().value()).isZero();
    assertThat(meters.get("countinghouse.books.check.age").gauge().value()).isZero();
    clock.advance(Duration.ofMinutes(10));
    assertThat(meters.get("countinghouse.books.check.age").gauge().value()).isEqualTo(600);
  }

  /** The line of all that is carried in yuan. */
  private static String totalOfCarry(String page) {
    String totals =
        page.substring(page.indexOf("id=\"totals-heading\""), page.indexOf("agreements-heading"));
    int carry = totals.indexOf(">Carry<");
    assertThat(carry).as("a total of what is carried").isPositive();
    return totals.substring(carry, totals.indexOf("</tr>", carry));
  }

  @Test
  void runningSumsThatAreOffAreTold() {
    String agreement = agreement();
    books(agreement, "ACCRUED", "UNCOLLECTED", "1");
    books(agreement, "UNCOLLECTED", "ACCRUED", "1");
    jdbc.sql(
            "INSERT INTO billing.carry (agreement_id, dimension, amount) VALUES (:id, 'fee', 0.25)")
        .param("id", agreement)
        .update();
    check();
    assertThat(operator.get("/operator/books/" + agreement).body())
        .contains("The running sums of its carry and shares are off by", "0.25");
    jdbc.sql("DELETE FROM billing.carry WHERE agreement_id = :id").param("id", agreement).update();
    check();
    assertThat(operator.get("/operator/books/" + agreement).body())
        .doesNotContain("The running sums");
  }

  private void opensACase(String agreement) {
    books(agreement, "REFUND_CASES", "CARRY", "1.5");
    jdbc.sql(
            """
            INSERT INTO billing.refund_case (id, agreement_id, dimension, amount, currency, cause, opened_at)
            VALUES (:id, :agreement, 'fee', 1.5, 'CNY', 'PERIOD_END 2026-04-01T00:00:00Z', now())\
            """)
        .param("id", "refund_" + agreement)
        .param("agreement", agreement)
        .update();
  }

  @Test
  void aRefundCaseIsClosedWithItsReference() {
    String agreement = agreement();
    opensACase(agreement);
    String path = "/operator/books/" + agreement + "/refund-cases/refund_" + agreement;
    assertThat(operator.get("/operator/books/" + agreement).body())
        .contains(path, "End of the period from 2026-04-01 00:00");
    assertThat(operator.get(path).body()).contains("1.5");
    assertThat(operator.get("/operator/books").body())
        .contains("Open refund cases", "/operator/books/" + agreement + "\"", path)
        .doesNotContain("There are more of them");
    Answer empty = operator.post(path, Map.of());
    assertThat(empty.status()).isEqualTo(422);
    assertThat(empty.body()).contains("Give the billing adjustment", "Say what was done");

    Map<String, String> form = Map.of("reference", "adj-17", "note", "told them");
    assertThat(operator.post(path, form).leadsTo()).isEqualTo("/operator/books/" + agreement);
    assertThat(operator.get("/operator/books/" + agreement).body())
        .contains("adj-17", "told them", "Closed")
        .doesNotContain(path);
    assertThat(operator.get(path).body())
        .contains("adj-17", "told them", "Operator operator")
        .doesNotContain("name=\"reference\"");
    assertThat(operator.get("/operator/books").body()).doesNotContain("Open refund cases", path);
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM audit.entry WHERE action = 'refund-case.closed' AND subject = :id")
                .param("id", agreement)
                .query(Long.class)
                .single())
        .isEqualTo(1);
    forgets(agreement);
  }

  @ParameterizedTest
  @CsvSource({"CLOSED, adj-17, Closed by Operator operator", "RETURNED, , Booked back"})
  void whoClosesACaseTooLateIsTold(String state, @Nullable String reference, String told) {
    String agreement = agreement();
    opensACase(agreement);
    String path = "/operator/books/" + agreement + "/refund-cases/refund_" + agreement;
    if (reference != null) {
      operator.post(path, Map.of("reference", reference, "note", "told them"));
    } else {
      jdbc.sql(
              """
              UPDATE billing.refund_case SET state = 'RETURNED', closed_at = now(), closed_by = 'system'
               WHERE agreement_id = :id\
              """)
          .param("id", agreement)
          .update();
    }
    Answer late = operator.post(path, Map.of("reference", "adj-18", "note", "mine"));
    assertThat(late.status()).as(state).isEqualTo(422);
    assertThat(late.body()).contains(told, "adj-18", "was not stored");
    assertThat(
            jdbc.sql(
                    """
                    SELECT actor_kind || ' ' || (details ->> 'reference') FROM audit.entry
                     WHERE action = 'refund-case.close-refused' AND subject = :id\
                    """)
                .param("id", agreement)
                .query(String.class)
                .list())
        .containsExactly("OPERATOR adj-18");
    forgets(agreement);
  }

  private void forgets(String agreement) {
    books(agreement, "CARRY", "REFUND_CASES", "1.5");
    jdbc.sql("DELETE FROM billing.refund_case WHERE agreement_id = :id")
        .param("id", agreement)
        .update();
  }
}
