package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.TotpCodes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** The back office. */
class OperatorIntegrationTests extends ConsoleIntegration {

  private static final String RECORD =
      """
      INSERT INTO metering.record (id, agreement_id, product_code, dimension, hour, stamp, quantity, amount,
                                   currency, wire, state, reason, made_at)
      SELECT :id, id, product_code, 'fee', CAST(:hour AS timestamptz), CAST(:hour AS timestamptz), :quantity,
             CAST(:amount AS numeric), 'CNY', '{}', :state, 'test', now()
        FROM marketplace.agreement WHERE customer_identifier = :customer\
      """;

  private final Instant morning = Instant.parse("2026-05-12T02:10:00Z");
  private Browser operator;

  @BeforeEach
  void signIn() {
    operator = signedInOperator(Locale.ENGLISH);
  }

  @Test
  void isClosedToEverybodyElse() {
    Browser nobody = browser(Locale.ENGLISH);
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    for (String path :
        new String[] {
          "/operator", "/operator/messages", "/operator/records", "/operator/agreements"
        }) {
      String signIn = "/operator/sign-in" + (path.equals("/operator") ? "" : "?back=" + path);
      assertThat(nobody.get(path).leadsTo()).isEqualTo(signIn);
      assertThat(customer.browser().get(path).leadsTo()).isEqualTo(signIn);
    }
    assertThat(operator.get(customer.planPath()).leadsTo()).startsWith("/sign-in");
  }

  @Test
  void showsParkedMessagesAsTextOnlyAndByPages() {
    String parked = "/operator/messages?state=PARKED";
    assertThat(operator.get(parked).body()).contains("No message is parked");
    for (int i = 0; i < 51; i++) {
      inbox.store(products.get("prodcn"), "odd" + i, morning, "<script>odd " + i + "</script>");
    }
    worker.runAll();
    String first = operator.get(parked).body();
    assertThat(first)
        .contains("2026-05-12 02:10", "UTC", "&lt;script&gt;odd 50&lt;/script&gt;", "Next page")
        .doesNotContain("<script>odd", "odd 0&lt;");
    String next =
        first
            .replaceAll(
                "(?s).*href=\"(/operator/messages\\?state=PARKED&amp;before=\\d+)\".*", "$1")
            .replace("&amp;", "&");
    assertThat(operator.get(next).body())
        .contains("odd 0&lt;", "First page")
        .doesNotContain("Next page", "odd 50");
    assertThat(operator.get("/operator/messages?state=APPLIED").body()).doesNotContain("odd");
    Answer nonsense = operator.get("/operator/messages?state=NONSENSE&before=x");
    assertThat(nonsense.leadsTo()).isEqualTo("/operator/messages?before=x");
    assertThat(operator.follow(nonsense).leadsTo()).isEqualTo("/operator/messages");
    assertThat(operator.get("/operator/agreements").body())
        .contains("href=\"/operator/messages?state=PARKED\"");
    String handle = first.replaceAll("(?s).*?action=\"([^\"]*/handled)\".*", "$1");
    operator.get(parked);
    assertThat(operator.post(handle, Map.of("reason", " ")).body())
        .containsPattern("id=\"reason\"[^>]*aria-describedby=\"reason-error\"")
        .containsPattern("id=\"reason-error\"[^>]*>\\s*<div>Say why");
    assertThat(operator.post(handle, Map.of("reason", "a joke")).leadsTo()).isEqualTo(parked);
    Answer late = operator.post(handle, Map.of("reason", "no joke"));
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.body()).contains("Somebody else has done this meanwhile");
    assertThat(operator.get(parked).body()).doesNotContain("a joke");
    assertThat(operator.get("/operator/messages").body()).contains("a joke", "Handled by Operator");
  }

  @Test
  void showsMeteringRecordsWithTheirMoneyByState() {
    String agreement = registered(Locale.ENGLISH, TestClock.START).name();
    insertRecord(agreement, "rec_1", "2026-05-12T02:00:00Z", "ACCEPTED", 134050, "1340.5");
    insertRecord(agreement, "rec_2", "2026-05-12T03:00:00Z", "REFUSED", 1, "0.01");
    String all = operator.get("/operator/records").body();
    assertThat(all).contains("134,050", "1,340.50 CNY", "0.01 CNY", "2026-05-12 02:00");
    assertThat(operator.get("/operator/records?state=REFUSED").body())
        .contains("0.01 CNY")
        .doesNotContain("1,340.50 CNY");
    assertThat(operator.get("/operator/records?state=DISPUTED").body()).contains("No record fits");
    Answer nonsense = operator.get("/operator/records?state=NONSENSE&of=x&agreement=agmt_0");
    assertThat(nonsense.status()).isEqualTo(303);
    assertThat(nonsense.leadsTo()).isEqualTo("/operator/records?agreement=agmt_0");
    assertThat(operator.get("/operator/records?product=nonsense").body())
        .contains("No record fits");
    assertThat(operator.get("/operator/records?agreement=" + agreementOf(agreement)).body())
        .contains("1,340.50 CNY", "href=\"/operator/agreements/" + agreementOf(agreement));
    assertThat(operator.get("/operator/records?agreement=agmt_0").body())
        .contains("No record fits");
    assertThat(operator.get("/operator/records?hour=nonsense&after=rec_1").status()).isEqualTo(404);
    assertThat(operator.get("/operator/records?hour=2026-05-12T03:00:00Z&after=rec_2").body())
        .contains("1,340.50 CNY")
        .doesNotContain("0.01 CNY");
  }

  private void insertRecord(
      String customer, String id, String hour, String state, long quantity, String amount) {
    jdbc.sql(RECORD)
        .param("id", id)
        .param("customer", customer)
        .param("hour", hour)
        .param("state", state)
        .param("quantity", quantity)
        .param("amount", amount)
        .update();
  }

  @Test
  void signingInLeadsBackThroughBothFactors() {
    wallClock.advance(Duration.ofMinutes(5));
    Browser browser = browser(Locale.ENGLISH);
    String page = "/operator/webhooks/whep_0";
    assertThat(browser.follow(browser.get(page)).body())
        .contains("name=\"back\" value=\"" + page + "\"");
    Map<String, String> form =
        Map.of("name", "operator", "password", OPERATOR_PASSWORD, "back", page);
    browser.follow(browser.post("/operator/sign-in", form));
    String code = TotpCodes.at(OPERATOR_SECRET, wallClock.instant());
    assertThat(browser.post("/operator/sign-in/code", Map.of("code", code)).leadsTo())
        .isEqualTo(page);
  }

  @Test
  void anErrorLeadsToTheStartOfItsPlace() throws Exception {
    assertThat(operator.get("/operator/webhooks/whep_0").body())
        .contains("href=\"/operator\">Back");
    assertThat(operator.get("/billing/sign-in/nothing").body()).contains("href=\"/billing\">Back");
    for (String at : new String[] {"/operator", "/billing"}) {
      String page =
          http.perform(
                  MockMvcRequestBuilders.get("/error")
                      .with(request -> {
                        request.setDispatcherType(DispatcherType.ERROR);
                        return request;
                      })
                      .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 403)
                      .requestAttr(RequestDispatcher.ERROR_REQUEST_URI, at + "/x"))
              .andReturn()
              .getResponse()
              .getContentAsString();
      assertThat(page).contains("href=\"" + at + "\"");
    }
  }

  @Test
  void triesAreLimited() {
    Browser guesser = browser(Locale.ENGLISH);
    guesser.get("/operator/sign-in");
    Answer last = guesser.get("/operator/sign-in");
    for (int i = 0; i <= SIGN_INS_MAX; i++) {
      last =
          guesser.post("/operator/sign-in", Map.of("name", "nobody-here", "password", "wrong" + i));
    }
    assertThat(last.status()).isEqualTo(429);
  }

  @Test
  void signingOutEndsIt() {
    operator.get("/operator/messages");
    operator.post("/operator/sign-out", Map.of());
    assertThat(operator.get("/operator/messages").leadsTo()).startsWith("/operator/sign-in");
  }
}
