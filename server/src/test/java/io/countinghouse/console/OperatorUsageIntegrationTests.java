package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.ApiKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.result.MockMvcResultMatchers;

/** The operators' page of usage that nobody is charged for. */
class OperatorUsageIntegrationTests extends ConsoleIntegration {

  private static final Instant NOON = Instant.parse("2026-05-03T04:00:00Z");

  @Autowired private TestClock clock;
  @Autowired private ApiKeys apiKeys;
  private Browser operator;

  @BeforeEach
  void signIn() {
    clock.reset();
    operator = signedInOperator(Locale.ENGLISH);
  }

  private void uses(String id, String workspace, String item, String data) throws Exception {
    String event =
        """
        {"specversion":"1.0","id":"%s","source":"=cmd()","type":"io.countinghouse.usage","subject":"%s",
         "time":"%s","data":{"item":"%s",%s}}\
        """
            .formatted(id, workspace, clock.now(), item, data);
    http.perform(
            MockMvcRequestBuilders.post("/api/v1/usage")
                .header("Authorization", "Bearer " + apiKeys.issue("operator's usage"))
                .contentType(MediaType.parseMediaType("application/cloudevents+json"))
                .content(event))
        .andExpect(MockMvcResultMatchers.jsonPath("$.accepted").value(1));
  }

  @Test
  void showsWhatEachKindHasAndSaysSoWhereThereIsNone() throws Exception {
    for (String kind : new String[] {"UNKNOWN", "NO_PAYER", "NO_PRICE"}) {
      assertThat(operator.get("/operator/usage?kind=" + kind).body()).contains("There is none:");
    }
    assertThat(operator.get("/operator/agreements").body())
        .doesNotContain("kind=UNKNOWN", "kind=NO_PRICE");

    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    clock.set(NOON);
    uses("u1", customer.workspace(), "log", "\"quantity\":\"5000000\",\"retention\":\"999d\"");
    clock.advance(Duration.ofHours(2));
    worker.runAll();
    says("unsubscribe-success", customer.name(), clock.now());
    uses("u2", customer.workspace(), "trigger", "\"quantity\":\"123400\"");
    clock.advance(Duration.ofHours(2));
    worker.runAll();
    assertThat(textOf(operator.get("/operator/usage?kind=NO_PRICE").body()))
        .contains("The last 30 days add up to", "Logs 999 days 5 1")
        .contains("2026-05-03 " + customer.workspace() + " Logs 999 days 5")
        .doesNotContain("Triggers");
    assertThat(textOf(operator.get("/operator/usage?kind=NO_PAYER&lang=zh").leadsTo()))
        .isNotBlank();
    assertThat(textOf(operator.get("/operator/usage?kind=NO_PAYER").body()))
        .contains("最近 30 天合计", "2026-05-03 " + customer.workspace() + " 任务调用 – 12.34");
    assertThat(operator.get("/operator/agreements").body())
        .contains("kind=NO_PRICE")
        .doesNotContain("kind=UNKNOWN");
    assertThat(operator.get("/operator/usage.csv?kind=NO_PAYER").body())
        .contains("2026-05-03," + customer.workspace() + ",trigger,,12.34\r\n");
    aPlaceIsWhereAPageEnded(customer);
    unknownWorkspaces();
  }

  private void aPlaceIsWhereAPageEnded(Customer customer) {
    assertThat(
            operator
                .get(
                    "/operator/usage?kind=NO_PRICE&day=2026-05-03&workspace="
                        + customer.workspace()
                        + "&item=log&retention=999d")
                .body())
        .contains("没有更多了");
    assertThat(
            operator.get("/operator/usage?kind=NO_PRICE&day=x&workspace=wksp_1&item=log").status())
        .isEqualTo(404);
  }

  /** In the same test: the pages were empty before. */
  private void unknownWorkspaces() throws Exception {
    for (int i = 0; i < 51; i++) {
      uses("n" + i, "wksp_nobody" + i, "log", "\"quantity\":\"1234567\",\"retention\":\"7d\"");
    }
    String first = operator.get("/operator/usage").body();
    assertThat(textOf(first))
        .contains("尚未处理的事件：51", "wksp_nobody50 日志 7 天 1,234,567 =cmd() n50", "下一页")
        .doesNotContain("wksp_nobody0 ");
    String next =
        first.replaceAll("(?s).*href=\"(/operator/usage\\?kind=UNKNOWN&amp;before=\\d+)\".*", "$1");
    assertThat(textOf(operator.get(next.replace("&amp;", "&")).body()))
        .contains("wksp_nobody0 ")
        .doesNotContain("wksp_nobody1 ", "下一页");
    assertThat(operator.get("/operator/agreements").body()).contains("kind=UNKNOWN");
    String upTo = first.replaceAll("(?s).*name=\"upTo\" value=\"(\\d+)\".*", "$1");
    operator.get("/operator/usage");
    assertThat(
            operator.post("/operator/usage/handled", Map.of("upTo", upTo, "reason", "")).status())
        .isEqualTo(422);
    assertThat(
            operator
                .post("/operator/usage/handled", Map.of("upTo", upTo, "reason", "写错了"))
                .leadsTo())
        .isEqualTo("/operator/usage");
    Answer twice = operator.post("/operator/usage/handled", Map.of("upTo", upTo, "reason", "再次"));
    assertThat(twice.status()).isEqualTo(422);
    assertThat(twice.body()).contains("期间已有他人处理");
    assertThat(textOf(operator.get("/operator/usage").body()))
        .contains("尚未处理的事件：0", "wksp_nobody50", "写错了")
        .doesNotContain("标记为已处理");
    assertThat(operator.get("/operator/agreements").body()).doesNotContain("kind=UNKNOWN");
    Answer file = operator.get("/operator/usage.csv?kind=UNKNOWN");
    assertThat(file.raw().getHeader("Content-Disposition")).contains("usage-unknown.csv");
    // A spreadsheet must not run what somebody reported.
    assertThat(file.body()).contains(",wksp_nobody7,log,,7d,1234567,'=cmd(),n7\r\n");
  }

  private static String textOf(String page) {
    return page.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
  }

  @Test
  void isForOperatorsOnly() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    for (String path : new String[] {"/operator/usage", "/operator/usage.csv?kind=UNKNOWN"}) {
      assertThat(customer.browser().get(path).leadsTo()).startsWith("/operator/sign-in");
      assertThat(browser(Locale.ENGLISH).get(path).leadsTo()).startsWith("/operator/sign-in");
    }
    assertThat(operator.get("/operator/usage?kind=NONSENSE").leadsTo())
        .isEqualTo("/operator/usage");
    assertThat(operator.get("/operator/usage.csv?kind=NONSENSE").leadsTo())
        .isEqualTo("/operator/usage.csv");
    assertThat(operator.get("/operator/usage.csv").status()).isEqualTo(400);
    operator.get("/operator/usage");
    assertThat(operator.post("/operator/usage/handled", Map.of("upTo", "x")).status())
        .isEqualTo(400);
  }
}
