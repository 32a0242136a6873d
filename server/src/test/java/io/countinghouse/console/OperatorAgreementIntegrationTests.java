package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agreements in the back office. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorAgreementIntegrationTests extends ConsoleIntegration {

  private Browser operator;

  @BeforeAll
  void signIn() {
    operator = signedInOperator(Locale.ENGLISH);
  }

  @BeforeEach
  void readEnglish() {
    operator.get("/operator/agreements?lang=en");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "l-%s",
        "arn:aws:license-manager::555566667777:license:l-%s",
        "aws:license-manager:us-east-1:555566667777:l-%s",
        "agmt-first-%s",
        "agmt-now-%s",
        "offer-%s"
      })
  void isFoundByWhateverIdentifiesIt(String by) {
    String name = newName();
    landUs(browser(Locale.ENGLISH), name);
    String id = agreementOf(name);
    jdbc.sql(
            """
            UPDATE marketplace.agreement SET aws_agreement_id = 'agmt-now-' || :name, offer_id = 'offer-' || :name
             WHERE id = :id\
            """)
        .param("name", name)
        .param("id", id)
        .update();
    jdbc.sql("INSERT INTO marketplace.aws_agreement VALUES ('agmt-first-' || :name, :id, now())")
        .param("name", name)
        .param("id", id)
        .update();
    String wanted = by.equals("id") ? id : by.formatted(name);
    String page = operator.get("/operator/agreements?q=" + wanted).body();
    assertThat(page).contains("href=\"/operator/agreements/" + id + "\"");
    assertThat(rows(page)).isEqualTo(1);
  }

  private static int rows(String page) {
    return page.split("href=\"/operator/agreements/agmt_", -1).length - 1;
  }

  @Test
  void areFilteredByAccountStateAndProduct() {
    String legacy = newName();
    land(browser(Locale.ENGLISH), legacy);
    says("subscribe-success", legacy, TestClock.START);
    String licensed = newName();
    landUs(browser(Locale.ENGLISH), licensed);
    String active = operator.get("/operator/agreements?state=ACTIVE").body();
    assertThat(active).contains(agreementOf(legacy)).doesNotContain(agreementOf(licensed));
    String us = operator.get("/operator/agreements?product=guance-us").body();
    assertThat(us).contains(agreementOf(licensed)).doesNotContain(agreementOf(legacy));
    assertThat(operator.get("/operator/agreements?q=345678901234").body())
        .contains(agreementOf(licensed))
        .doesNotContain(agreementOf(legacy));
    assertThat(operator.get("/operator/agreements?q=34567890123").body())
        .contains("There is no such agreement");
    assertThat(operator.get("/operator/agreements?product=nonsense").body())
        .contains("There is no such agreement");
    assertThat(operator.get("/operator/agreements?state=NONSENSE&q=x").leadsTo())
        .isEqualTo("/operator/agreements?q=x");
    assertThat(operator.get("/operator/agreements?at=never&after=agmt_1").status()).isEqualTo(404);
  }

  @Test
  void comeByPages() {
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, created_at)
            SELECT 'agmt_paged' || n, 'prodcn', 'paged' || n, 'FAILED', TIMESTAMPTZ '2026-01-01 00:00Z' + n * interval '1 s'
              FROM generate_series(1, 51) n\
            """)
        .update();
    String first = operator.get("/operator/agreements?state=FAILED").body();
    assertThat(first).contains(">agmt_paged51<", ">agmt_paged2<").doesNotContain(">agmt_paged1<");
    String next =
        first
            .replaceAll("(?s).*href=\"(/operator/agreements\\?q=&amp;[^\"]*after=[^\"]*)\".*", "$1")
            .replace("&amp;", "&");
    assertThat(operator.get(next).body())
        .contains(">agmt_paged1<", "First page")
        .doesNotContain(">agmt_paged2<", "Next page");
  }

  @ParameterizedTest
  @CsvSource({"en, Books, 'Its life', Nobody", "zh, 账目, 经过, 还没有人"})
  void oneShowsAllThatIsKnown(String language, String books, String life, String nobody) {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    String id = agreementOf(customer.name());
    operator.get("/operator/agreements?lang=" + language);
    assertThat(operator.get("/operator/agreements/" + id).body())
        .contains(customer.name(), customer.workspace(), "Workspace of " + customer.name())
        .contains("Example Ltd", "prodcn", "123456789012", "0.00 CNY")
        .contains("&quot;action&quot;:&quot;subscribe-success&quot;", "SUBSCRIBED")
        .contains("data-copy=\"" + id + "\"")
        .contains(books, life)
        .doesNotContain(nobody);
  }

  @Test
  void oneThatNobodyHasSetUpSaysSo() {
    String name = newName();
    landUs(browser(Locale.ENGLISH), name);
    assertThat(operator.get("/operator/agreements/" + agreementOf(name)).body())
        .contains("Nobody has set this subscription up yet", "0.00 USD", "l-" + name);
    assertThat(operator.get("/operator/agreements/agmt_0").status()).isEqualTo(404);
    assertThat(operator.get("/operator/agreements/nonsense").status()).isEqualTo(404);
  }

  @Test
  void anEndWithoutAKnownLicenceIsOnTop() {
    assertThat(operator.get("/operator/agreements").body()).doesNotContain("agmt-lost");
    jdbc.sql(
            """
            INSERT INTO marketplace.message (product_code, dedup_key, sent_at, received_at, body, state, fact,
                                             about_aws_agreement, reason)
            VALUES ('produs', 'lost', TIMESTAMPTZ '2026-01-01 00:00Z', TIMESTAMPTZ '2026-01-01 00:00Z', '{}',
                    'WAITING', 'ENDED', 'agmt-lost', 'no licence yet')\
            """)
        .update();
    assertThat(operator.get("/operator/agreements").body())
        .contains("Ended without a known licence", "agmt-lost");
    jdbc.sql("DELETE FROM marketplace.message WHERE dedup_key = 'lost'").update();
  }
}
