package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Blocked;
import io.countinghouse.TestClock;
import io.countinghouse.audit.Actor;
import io.countinghouse.billing.SpendLimits;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.ApiKeys;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.result.MockMvcResultMatchers;
import org.springframework.transaction.support.TransactionTemplate;

/** The owner sets what an item may cost on a day; who sees the plan is told once. */
class SpendLimitIntegrationTests extends ConsoleIntegration {

  @Autowired private TestClock clock;
  @Autowired private ApiKeys apiKeys;
  @Autowired private SpendLimits limits;
  @Autowired private TransactionTemplate tx;
  private Customer customer;
  private String path;

  @BeforeEach
  void aCustomer() {
    customer = registered(Locale.ENGLISH, TestClock.START);
    path = "/w/" + customer.workspace() + "/alerts";
    clock.set(Instant.parse("2026-05-03T04:00:00Z"));
  }

  private void usesLogs(String millions) throws Exception {
    String event =
        """
        {"specversion":"1.0","id":"%s-%s","source":"test","type":"io.countinghouse.usage","subject":"%s",
         "time":"%s","data":{"item":"log","quantity":"%s000000","retention":"3d"}}\
        """
            .formatted(customer.name(), clock.now(), customer.workspace(), clock.now(), millions);
    http.perform(
            MockMvcRequestBuilders.post("/api/v1/usage")
                .header("Authorization", "Bearer " + apiKeys.issue("limits"))
                .contentType(MediaType.parseMediaType("application/cloudevents+json"))
                .content(event))
        .andExpect(MockMvcResultMatchers.jsonPath("$.accepted").value(1));
    clock.advance(Duration.ofHours(2));
    worker.runAll();
  }

  private String alerts() {
    return jdbc.sql(
            """
            SELECT coalesce(string_agg(concat_ws(' ', day, item, trim_scale(spent)), ', ' ORDER BY day), '')
              FROM billing.spend_alert WHERE workspace_id = :id\
            """)
        .param("id", customer.workspace())
        .query(String.class)
        .single();
  }

  @Test
  void isToldOncePerItemAndDay() throws Exception {
    customer.browser().get(path);
    assertThat(customer.browser().post(path, Map.of("limit-log", "10")).leadsTo())
        .isEqualTo(path + "?saved=true");
    assertThat(customer.browser().get(path + "?saved=true").body())
        .contains("The limits are set", "value=\"10\"", "Logs, CNY a day");
    usesLogs("9");
    assertThat(alerts()).isEmpty();
    usesLogs("2");
    usesLogs("5");
    assertThat(alerts()).isEqualTo("2026-05-03 log 11");
    clock.set(Instant.parse("2026-05-04T04:00:00Z"));
    usesLogs("30");
    assertThat(alerts()).isEqualTo("2026-05-03 log 11, 2026-05-04 log 30");
  }

  @Test
  void limitsInAnotherCurrencyStayUntilTheyAreSetAnew() {
    customer.browser().get(path);
    customer.browser().post(path, Map.of("limit-log", "10", "limit-sms", "3"));
    jdbc.sql("UPDATE billing.spend_limit SET currency = 'USD' WHERE workspace_id = :id")
        .param("id", customer.workspace())
        .update();
    assertThat(customer.browser().get(path).body()).contains("USD");
    customer.browser().post(path, Map.of("limit-log", "２０", "limit-sms", ""));
    assertThat(
            jdbc.sql(
                    """
                    SELECT string_agg(concat_ws(' ', item, trim_scale(amount), currency), ', ' ORDER BY item)
                      FROM billing.spend_limit WHERE workspace_id = :id\
                    """)
                .param("id", customer.workspace())
                .query(String.class)
                .single())
        .isEqualTo("log 20 CNY, sms 3 USD");
  }

  @Test
  void limitsSavedTwiceAtOnceAreThoseSavedLast() throws Exception {
    customer.browser().get(path);
    WorkspaceId workspace = new WorkspaceId(customer.workspace());
    Money ten = Money.of(BigDecimal.TEN, Currency.getInstance("CNY"));
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      AtomicReference<Future<Answer>> later = new AtomicReference<>();
      tx.executeWithoutResult(_ -> {
        limits.lock(workspace);
        limits.set(workspace, Map.of(Item.LOG, ten, Item.SMS, ten), Actor.SYSTEM);
        later.set(threads.submit(() -> customer.browser().post(path, Map.of("limit-log", "20"))));
        Blocked.await(jdbc);
      });
      assertThat(later.get().get().leadsTo()).isEqualTo(path + "?saved=true");
    }
    Map<Item, Money> stored = tx.execute(_ -> limits.of(workspace));
    assertThat(stored)
        .hasSize(1)
        .hasEntrySatisfying(Item.LOG, it -> assertThat(it.amount()).isEqualByComparingTo("20"));
  }

  @Test
  void amountsTypedForAnotherCurrencyAreNotSet() {
    Browser browser = customer.browser();
    assertThat(browser.get(path).body()).contains("name=\"currency\" value=\"CNY\"");
    Map<String, String> stale = Map.of("currency", "USD", "limit-log", "10");
    Answer refused = browser.post(path, stale);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body())
        .contains("is charged in CNY now", "name=\"currency\" value=\"CNY\"", "value=\"10\"");
    assertThat(count("billing.spend_limit WHERE workspace_id = '" + customer.workspace() + "'"))
        .isZero();
    Map<String, String> other = new HashMap<>(stale);
    other.put("lang", "zh");
    assertThat(browser.post(path, other).body()).contains("name=\"currency\" value=\"USD\"");
  }

  @Test
  void whatIsNoAmountIsSaidBesideItsField() {
    customer.browser().get(path);
    Answer wrong = customer.browser().post(path, Map.of("limit-log", "-1", "limit-sms", "3"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("Logs: give an amount above zero", "value=\"-1\"", "limit-log-error");
    assertThat(
            jdbc.sql("SELECT count(*) FROM billing.spend_limit WHERE workspace_id = :id")
                .param("id", customer.workspace())
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void onlyTheOwnerSetsThem() {
    Customer other = registered(Locale.ENGLISH, TestClock.START);
    jdbc.sql(
            """
            INSERT INTO workspace.member (workspace_id, console_account_id, role, created_at)
            SELECT :workspace, id, 'ADMINISTRATOR', now() FROM identity.console_account WHERE username = :name\
            """)
        .param("workspace", customer.workspace())
        .param("name", other.name())
        .update();
    assertThat(other.browser().get(path).body())
        .contains("Only the owner can set limits")
        .doesNotContain("Set limits</button>");
    assertThat(other.browser().post(path, Map.of("limit-log", "1")).status()).isEqualTo(404);
  }
}
