package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Hours, records and decisions in the back office. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorMeteringIntegrationTests extends ConsoleIntegration {

  @Autowired private TestClock clock;
  private Browser operator;

  @BeforeAll
  void signIn() {
    operator = signedInOperator(Locale.ENGLISH);
  }

  @BeforeEach
  void readEnglish() {
    operator.get("/operator/metering?lang=en");
  }

  /** A customer whose record of the running hour AWS has refused, and its id. */
  private String refused() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    aws.answering(_ -> new CallAnswer.Rejected(400, "InvalidUsageDimensionException", "{\"a\":1}"));
    says("unsubscribe-pending", customer.name(), clock.now());
    String id =
        jdbc.sql("SELECT id FROM metering.record WHERE agreement_id = :id AND state = 'REFUSED'")
            .param("id", agreementOf(customer.name()))
            .query(String.class)
            .single();
    // Worth something, so that the books have an entry to move.
    jdbc.sql("UPDATE metering.record SET amount = 3.5, quantity = 350 WHERE id = :id")
        .param("id", id)
        .update();
    jdbc.sql(
            """
            INSERT INTO billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)
            SELECT agreement_id, dimension, 'ACCRUED', 'REFUSED', 3.5, 'CNY', 'RECORD test', now() FROM metering.record
             WHERE id = :id\
            """)
        .param("id", id)
        .update();
    return id;
  }

  private String balance(String record, String account) {
    return jdbc.sql(
            """
            SELECT coalesce(sum(CASE WHEN to_account = :account THEN e.amount ELSE -e.amount END), 0)
              FROM billing.entry e JOIN metering.record r USING (agreement_id)
             WHERE r.id = :id AND :account IN (from_account, to_account)\
            """)
        .param("account", account)
        .param("id", record)
        .query(BigDecimal.class)
        .single()
        .stripTrailingZeros()
        .toPlainString();
  }

  private Answer decide(String record, String choice, Map<String, String> more) {
    String page = operator.get("/operator/records/" + record + "/decision").body();
    Map<String, String> form = new HashMap<>();
    Matcher version = Pattern.compile("name=\"version\" value=\"([0-9]+)\"").matcher(page);
    // Of a record that is decided there is no form; an old tab still has one.
    form.put("version", version.find() ? version.group(1) : "1");
    form.put("choice", choice);
    form.put("reason", "compared with AWS");
    form.put("confirmed", "yes");
    form.putAll(more);
    return operator.post("/operator/records/" + record + "/decision", form);
  }

  @Test
  void theHoursOfADayAreSeenAtAGlance() {
    String record = refused();
    String today = operator.get("/operator/metering").body();
    assertThat(today)
        .contains("2026-04-30 23:00", "2026-04-30 00:00", "Running", "3.50 CNY", "Whole day")
        .contains("/operator/records?day=2026-04-30&amp;of=23&amp;state=REFUSED")
        .contains("Ending: AWS takes the last records until", "2026-05-01 00:59", "60 minutes");
    assertThat(operator.get("/operator/records?day=2026-04-30&of=23&state=REFUSED").body())
        .contains("/operator/records/" + record);
    assertThat(operator.get("/operator/records?day=2026-04-30&of=22").body())
        .doesNotContain("/operator/records/rec_");
    assertThat(operator.get("/operator/records?day=2026-04-30&product=guance-us").body())
        .doesNotContain("/operator/records/rec_");
    assertThat(operator.get("/operator/metering?day=2026-04-29").body()).doesNotContain("3.50 CNY");
    assertThat(operator.get("/operator/metering?day=2026-05-02").body())
        .contains("This day has not begun");
    assertThat(operator.get("/operator/metering?day=never").status()).isEqualTo(404);
    assertThat(operator.get("/operator/records?day=never").body()).contains("No record fits");
  }

  @Test
  void anHourThatLacksRecordsSaysSo() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START.minus(Duration.ofHours(3)));
    String page = operator.get("/operator/metering").body();
    assertThat(page.replaceAll("\\s+", " "))
        .containsPattern(
            "2026-04-30 22:00</a> </th> <td class=\"text-end tabular text-danger\">1<");
    says("unsubscribe-success", customer.name(), clock.now());
  }

  @Test
  void aRecordShowsItsCallsAsSentAndAnswered() {
    String record = refused();
    assertThat(operator.get("/operator/records/" + record).body())
        .contains(
            "InvalidUsageDimensionException", "{&quot;a&quot;:1}", "Rejected", "The call as sent")
        .contains("A person must decide", "/operator/records/" + record + "/decision");
    assertThat(operator.get("/operator/records/rec_none").status()).isEqualTo(404);
    operator.get("/operator/metering?lang=zh");
    assertThat(operator.get("/operator/records/" + record).body()).contains("发出的调用", "被拒绝");
  }

  @ParameterizedTest
  @CsvSource({
    "RETURNED, CARRY, 3.5",
    "HANDLED, UNCOLLECTED, 3.5",
    "REFUND_CASE, REFUND_CASES, -1.25"
  })
  void aPersonDecidesOnce(String choice, String account, String amount) {
    String record = refused();
    Map<String, String> more = choice.equals("REFUND_CASE") ? Map.of("refund", "1.25") : Map.of();
    assertThat(decide(record, choice, more).leadsTo()).isEqualTo("/operator/records/" + record);
    assertThat(balance(record, "REFUSED")).isEqualTo("0");
    assertThat(balance(record, account)).isEqualTo(amount);
    assertThat(operator.get("/operator/records/" + record).body())
        .contains("compared with AWS", "Decided by a person")
        .doesNotContain("/decision\"");

    Answer again = decide(record, choice, more);
    assertThat(again.status()).isEqualTo(422);
    assertThat(balance(record, account)).isEqualTo(amount);
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM audit.entry WHERE subject = :id AND action = 'record.decided'")
                .param("id", record)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void aRefundCaseIsAuditedAsTheOperatorsWithItsAmount() {
    String record = refused();
    decide(record, "REFUND_CASE", Map.of("refund", "1.25"));
    assertThat(
            jdbc.sql(
                    """
                    SELECT a.action || ' ' || a.actor_kind || ' ' || coalesce(a.details ->> 'refund', a.details ->> 'amount')
                      FROM audit.entry a JOIN metering.record r ON a.subject IN (r.id, r.agreement_id)
                     WHERE r.id = :id AND a.action IN ('record.decided', 'refund-case.opened')\
                    """)
                .param("id", record)
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(
            "record.decided OPERATOR 1.25 CNY", "refund-case.opened OPERATOR 1.25 CNY");
  }

  @Test
  void whatWasSeenMustStillBeSo() {
    String record = refused();
    assertThat(decide(record, "HANDLED", Map.of("version", "1")).body())
        .contains("The record has changed meanwhile");
    assertThat(decide(record, "HANDLED", Map.of("reason", " ")).body()).contains("Say why");
    assertThat(decide(record, "HANDLED", Map.of("confirmed", "")).body())
        .contains("Confirm that you have compared");
    assertThat(decide(record, "NONSENSE", Map.of()).body()).contains("Choose what becomes of it");
    assertThat(decide(record, "REFUND_CASE", Map.of("refund", "-1")).body())
        .contains("Enter an amount above 0");
    assertThat(balance(record, "REFUSED")).isEqualTo("3.5");
  }

  @Test
  void nothingReturnsToASubscriptionThatIsOver() {
    String record = refused();
    jdbc.sql(
            """
            UPDATE marketplace.agreement SET state = 'ENDED', ended_at = now()
             WHERE id = (SELECT agreement_id FROM metering.record WHERE id = :id)\
            """)
        .param("id", record)
        .update();
    assertThat(operator.get("/operator/records/" + record + "/decision").body())
        .contains("Mark it as handled")
        .doesNotContain("Return it to the carry");
    assertThat(decide(record, "RETURNED", Map.of()).body()).contains("does not allow this");
  }

  @Test
  void theDoNotMeterListIsKept() {
    String path = "/operator/do-not-meter";
    assertThat(operator.get(path).body()).contains("everything is metered");
    assertThat(operator.post(path, Map.of("subject", "12", "reason", "x")).body())
        .contains("Enter twelve digits");
    assertThat(operator.post(path, Map.of("subject", "999999999999", "reason", "")).body())
        .contains("Say why");
    Map<String, String> ours = Map.of("subject", "999999999999", "reason", "our own");
    assertThat(operator.post(path, ours).leadsTo()).isEqualTo(path);
    assertThat(operator.post(path, ours).body()).contains("It is on the list already");
    String page = operator.get(path).body();
    assertThat(page).contains("999999999999", "our own", "Operator ");
    String remove = page.replaceAll("(?s).*action=\"([^\"]*/remove)\".*", "$1");
    assertThat(operator.post(remove, Map.of("reason", "")).status()).isEqualTo(422);
    assertThat(operator.post(remove, Map.of("reason", "no more")).leadsTo()).isEqualTo(path);
    assertThat(operator.get(path).body()).contains("no more").doesNotContain("/remove\"");
    doneMeanwhile(remove, "no more");
  }

  /** A colleague was first: the reason of the second is not kept, and that is said. */
  private void doneMeanwhile(String path, String first) {
    Answer late = operator.post(path, Map.of("reason", "too late"));
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.body())
        .contains("Somebody else has done this meanwhile, and your reason was not stored", first)
        .doesNotContain("too late");
  }

  @Test
  void aDifferenceIsClosedOnce() {
    jdbc.sql(
            """
            INSERT INTO metering.difference (kind, product_code, aws_account, aws_agreement, opened_at)
            VALUES ('UNKNOWN_HERE', 'prodcn', '345678901234', 'agmt-elsewhere', now())\
            """)
        .update();
    String path = "/operator/differences";
    String page = operator.get(path).body();
    String close = page.replaceAll("(?s).*action=\"([^\"]*/close)\".*", "$1");
    assertThat(operator.post(close, Map.of("reason", "")).status()).isEqualTo(422);
    assertThat(operator.post(close, Map.of("reason", "found it")).leadsTo()).isEqualTo(path);
    Answer late = operator.post(close, Map.of("reason", "too late"));
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.body())
        .contains("This case is closed already", "found it")
        .doesNotContain("too late");
  }

  @Test
  void whatAPersonMustDecideIsFoundAmongMany() {
    String open = "/operator/records/" + refused();
    String record = refused();
    decide(record, "HANDLED", Map.of());
    String decided = "/operator/records/" + record;
    String all = "/operator/records?state=REFUSED";
    assertThat(operator.get(all).body()).contains(open, decided);
    assertThat(operator.get(all + "&undecided=true").body())
        .contains(open, "Only those a person must decide", "checked")
        .doesNotContain(decided);
    assertThat(operator.get("/operator/records?state=UNKNOWN&undecided=true").body())
        .contains("No record fits");
    assertThat(operator.get(all + "&undecided=perhaps").leadsTo()).isEqualTo(all);
    jdbc.sql(
            """
            INSERT INTO metering.alarm (kind, count, currencies, amounts, since, told_at, told_count)
            SELECT kind, 1, '{}', '{}', now(), now(), 1 FROM unnest(ARRAY['REFUSED', 'UNKNOWN', 'DISPUTED']) AS kind\
            """)
        .update();
    assertThat(operator.get("/operator/agreements").body())
        .contains(
            "/operator/records?state=REFUSED&amp;undecided=true",
            "/operator/records?state=UNKNOWN&amp;undecided=true",
            "/operator/records?state=DISPUTED&amp;undecided=true");
    jdbc.sql("DELETE FROM metering.alarm").update();
  }
}
