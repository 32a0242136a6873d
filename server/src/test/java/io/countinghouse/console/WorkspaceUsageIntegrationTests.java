package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.ApiKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.result.MockMvcResultMatchers;

/** The page on which owner and administrators see what was used and what it costs. */
class WorkspaceUsageIntegrationTests extends ConsoleIntegration {

  /** Noon in China, on a day of its own. */
  private static final Instant NOON = Instant.parse("2026-05-03T04:00:00Z");

  private static final AtomicInteger EVENTS = new AtomicInteger();

  @Autowired private TestClock clock;
  @Autowired private ApiKeys apiKeys;

  @BeforeEach
  void startOver() {
    clock.reset();
  }

  private static String usagePath(Customer customer) {
    return "/w/" + customer.workspace() + "/usage";
  }

  /** What the data plane reports of the published example. */
  private void usesTheWorkedExample(Customer customer, Instant at) throws Exception {
    uses(customer, "timeseries", "3d", "6000", at);
    uses(customer, "log", "7d", "2000000", at);
    uses(customer, "trace", "3d", "2000000", at);
    uses(customer, "pv", "3d", "20000", at);
    uses(customer, "trigger", "", "20000", at);
  }

  private void uses(Customer customer, String item, String retention, String quantity, Instant at)
      throws Exception {
    String kept = retention.isEmpty() ? "" : ",\"retention\":\"" + retention + "\"";
    String event =
        """
        {"specversion":"1.0","id":"u%d","source":"test","type":"io.countinghouse.usage","subject":"%s",
         "time":"%s","data":{"item":"%s","quantity":"%s"%s}}\
        """
            .formatted(EVENTS.incrementAndGet(), customer.workspace(), at, item, quantity, kept);
    http.perform(
            MockMvcRequestBuilders.post("/api/v1/usage")
                .header("Authorization", "Bearer " + apiKeys.issue("usage page"))
                .contentType(MediaType.parseMediaType("application/cloudevents+json"))
                .content(event))
        .andExpect(MockMvcResultMatchers.jsonPath("$.accepted").value(1));
  }

  /** The text of an element without its marks. */
  private static String textOf(String page, String from, String to) {
    int start = page.indexOf(from);
    assertThat(start).as(from).isPositive();
    return page.substring(start, page.indexOf(to, start))
        .replaceAll("(?s)^[^>]*>|<[^>]*>", " ")
        .replaceAll("\\s+", " ")
        .strip();
  }

  @Test
  void showsTodayBeforeAnyReadingAndTheSameAfterIt() throws Exception {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    clock.set(NOON);
    usesTheWorkedExample(customer, NOON);
    String before = customer.browser().get(usagePath(customer)).body();
    assertThat(textOf(before, "id=\"today-total\"", "</div>")).isEqualTo("Total 13.40 CNY");
    assertThat(textOf(before, "id=\"today-table\"", "</table>"))
        .contains("Time series 3 days 6 1,000 time series 0.60 CNY 3.60 CNY")
        .contains("Logs 7 days 2 1,000,000 log entries 1.20 CNY 2.40 CNY")
        .contains("Triggers – 2 10,000 calls 1.00 CNY 2.00 CNY");
    assertThat(before)
        .contains("3 May 2026", "There was no usage yesterday", "Asia/Shanghai, UTC+8");

    clock.advance(Duration.ofMinutes(65));
    worker.runAll();
    assertThat(count("billing.posting")).isPositive();
    String after = customer.browser().get(usagePath(customer)).body();
    assertThat(textOf(after, "id=\"today-table\"", "</table>"))
        .isEqualTo(textOf(before, "id=\"today-table\"", "</table>"));
  }

  @Test
  void theNextDayItIsYesterdayAndWhatComesLateIsACorrection() throws Exception {
    Customer customer = registered(Locale.CHINA, TestClock.START);
    clock.set(NOON);
    uses(customer, "log", "7d", "2000000", NOON);
    clock.advance(Duration.ofHours(24));
    worker.runAll();
    uses(customer, "log", "7d", "1000000", NOON);
    assertThat(
            textOf(
                customer.browser().get(usagePath(customer)).body(),
                "id=\"yesterday-table\"",
                "</table>"))
        .contains("日志 后续更正 7 天 1 1,000,000 条日志 1.20 CNY 1.20 CNY");
    clock.advance(Duration.ofHours(2));
    worker.runAll();
    String page = customer.browser().get(usagePath(customer)).body();
    assertThat(textOf(page, "id=\"yesterday-total\"", "</div>")).isEqualTo("合计 3.60 CNY");
    assertThat(textOf(page, "id=\"yesterday-table\"", "</table>"))
        .contains("日志 7 天 2 1,000,000 条日志 1.20 CNY 2.40 CNY")
        .contains("日志 后续更正 7 天 1 1,000,000 条日志 1.20 CNY 1.20 CNY");
    assertThat(page).contains("今日还没有收到用量", "最近 30 天合计 3.60 CNY，其中最多的是日志（100%）");
  }

  @Test
  void showsTheDaysOfATimeAsATableAndAsAFile() throws Exception {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    clock.set(NOON);
    uses(customer, "log", "7d", "2000000", NOON);
    uses(customer, "log", "14d", "1000000", NOON);
    uses(customer, "trigger", "", "20000", NOON);
    clock.advance(Duration.ofHours(2));
    worker.runAll();
    clock.advance(Duration.ofHours(22));
    uses(customer, "log", "7d", "500000", clock.now());
    String page = customer.browser().get(usagePath(customer) + "?days=7").body();
    assertThat(textOf(page, "id=\"trend-1\"", "</table>"))
        .contains("Day Logs Triggers Total", "4 May 2026 0.60 0.00 0.60", "28 Apr 2026 0.00")
        .doesNotContain("27 Apr 2026")
        .endsWith("Total 4.50 2.00 6.50");
    assertThat(page).contains("The last 7 days come to 6.50 CNY, the largest part for Logs (69%)");
    String logs = customer.browser().get(usagePath(customer) + "?days=90&show=log").body();
    assertThat(textOf(logs, "id=\"trend-1\"", "</table>"))
        .contains("Day 7 days 14 days Total", "3 May 2026 2 1 3")
        .endsWith("Total 2.5 1 3.5");
    assertThat(logs)
        .contains("Logs: 3.5 units in the last 90 days, most on 3 May 2026 (3)")
        .contains("data-unit=\"units of 1,000,000 log entries\"");
    Answer file = customer.browser().get(usagePath(customer) + ".csv?days=7");
    assertThat(file.raw().getHeader("Content-Disposition")).contains("attachment");
    assertThat(file.body())
        .contains(
            "Day,Billing item,Retention,Units,One unit is,Price per unit,Amount,Currency,Note")
        .contains("\r\n2026-05-03,Logs,14d,1.00,1000000,1.5,1.5,CNY,\r\n");
  }

  @Test
  void oneUnitIsNotSeveral() throws Exception {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    clock.set(NOON);
    uses(customer, "log", "7d", "1000000", NOON);
    clock.advance(Duration.ofHours(24));
    worker.runAll();
    assertThat(customer.browser().get(usagePath(customer) + "?days=7&show=log").body())
        .contains("Logs: 1 unit in the last 7 days");
  }

  @Test
  void whatNobodyIsChargedForIsMarked() throws Exception {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    clock.set(NOON);
    uses(customer, "log", "999d", "3000000", NOON);
    String page = customer.browser().get(usagePath(customer)).body();
    assertThat(textOf(page, "id=\"today-table\"", "</table>"))
        .contains("Logs 999 days 3 1,000,000 log entries – Not charged: no price");
    assertThat(page).contains("Some of this usage is charged to nobody", "Nothing was charged");
    says("unsubscribe-success", customer.name(), NOON);
    clock.advance(Duration.ofMinutes(1));
    uses(customer, "trigger", "", "20000", NOON);
    String locked = customer.browser().get(usagePath(customer)).body();
    assertThat(locked).contains("This workspace is locked");
    assertThat(textOf(locked, "id=\"today-table\"", "</table>"))
        .contains("Triggers – 2 10,000 calls – Not charged: nobody pays");
    assertThat(customer.browser().get(usagePath(customer) + ".csv").body())
        .contains("2026-05-03,Logs,999d,3.00,1000000,,,,Not charged: no price");
  }

  @Test
  void isForOwnerAndAdministratorsOfTheWorkspaceOnly() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Customer other = registered(Locale.ENGLISH, TestClock.START);
    String path = usagePath(customer);
    assertThat(browser(Locale.ENGLISH).get(path).leadsTo()).startsWith("/sign-in?back=");
    assertThat(customer.browser().get(customer.planPath()).body())
        .contains("href=\"" + path + "\"");
    setRole(customer, "ADMINISTRATOR");
    assertThat(customer.browser().get(path).body())
        .contains("No usage was received for today yet", "aria-current=\"page\"");
    setRole(customer, "MEMBER");
    assertThat(customer.browser().get(customer.planPath()).body()).doesNotContain(path);
    for (String closed : new String[] {path, path + ".csv"}) {
      assertThat(customer.browser().get(closed).status()).isEqualTo(404);
      assertThat(other.browser().get(closed).status()).isEqualTo(404);
    }
    assertThat(other.browser().get(usagePath(other) + "?days=8").status()).isEqualTo(404);
    assertThat(other.browser().get(usagePath(other) + "?show=nonsense").status()).isEqualTo(404);
  }

  private void setRole(Customer customer, String role) {
    jdbc.sql("UPDATE workspace.member SET role = :role WHERE workspace_id = :workspace")
        .param("role", role)
        .param("workspace", customer.workspace())
        .update();
  }
}
