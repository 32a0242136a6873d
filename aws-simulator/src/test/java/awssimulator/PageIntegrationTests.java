package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A buyer's way through the pages, by plain HTTP and without script. */
class PageIntegrationTests {
  private static final String PRODUCT = "/products/" + TestSimulator.PRODUCT;
  private static TestSimulator simulator;

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  private static String hidden(String page, String name) {
    Matcher matcher = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
    // The last: the head of every page has a form of its own.
    return matcher.results().map(r -> r.group(1)).reduce((_, last) -> last).orElseThrow();
  }

  @Test
  void theLandingFormSaysThatAFreeTrialIsPartOfIt() {
    Browser browser = new Browser(simulator, "en");
    browser.page("/");
    browser.submit("/accounts", "name", "Trial buyer", "next", "/software");
    String account = "";
    for (JsonNode a : simulator.get("/accounts")) {
      if (a.get("name").stringValue().equals("Trial buyer")) {
        account = a.get("accountId").stringValue();
      }
    }
    for (String trial : List.of("true", "false")) {
      String product = trial.equals("true") ? TestSimulator.PRODUCT : Market.CONCURRENT;
      String id =
          simulator
              .create(
                  "/subscriptions",
                  "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"offer\":{\"freeTrial\":%s}}"
                      .formatted(account, product, trial))
              .get("agreementId")
              .stringValue();
      assertThat(browser.page("/software/" + id + "/set-up").contains("free-trial"))
          .isEqualTo(trial.equals("true"));
    }
  }

  @Test
  void aChineseBuyerSubscribesSetsUpAndCancels() {
    Browser browser = new Browser(simulator, "zh-CN,zh;q=0.9");
    assertThat(browser.page("/")).contains("观测云 SaaS").contains("lang=\"zh-CN\"");
    assertThat(browser.page(PRODUCT)).contains("继续订阅");
    HttpResponse<String> stranger = browser.get(PRODUCT + "/subscribe");
    assertThat(stranger.statusCode()).isEqualTo(303);
    String signIn = stranger.headers().firstValue("Location").orElseThrow();
    String next = hidden(browser.page(signIn), "next");
    String offer = browser.submit("/accounts", "name", "新买家", "next", next);
    assertThat(offer).endsWith(PRODUCT + "/subscribe");
    assertThat(browser.page(offer)).contains(">订阅</button>").contains("新买家");

    String dialog = browser.page(browser.submit(offer));
    assertThat(dialog)
        .contains("建立您的账户")
        .contains("action=\"http://localhost:8080/aws/guance-cn\"");
    String token = hidden(dialog, "x-amzn-marketplace-token");
    String resolved =
        SignedCall.of(simulator.product())
            .send(simulator, "ResolveCustomer", "{\"RegistrationToken\":\"%s\"}".formatted(token))
            .body();
    assertThat(resolved).contains(TestSimulator.PRODUCT);

    Matcher agreement = Pattern.compile("/software/(agmt-[a-z0-9]+)").matcher(dialog);
    assertThat(agreement.find()).isTrue();
    String manage = "/software/" + agreement.group(1);
    assertThat(browser.page("/software")).contains("您的 Marketplace 软件").contains(manage);
    assertThat(browser.page(manage)).contains("操作").contains("取消订阅");
    assertThat(hidden(browser.page(manage + "/set-up"), "x-amzn-marketplace-token"))
        .isNotEqualTo(token);
    assertThat(browser.page(manage + "/cancel")).contains("是，取消订阅");
    assertThat(browser.page(browser.submit(manage + "/cancel"))).contains("已取消");
    JsonNode ending = simulator.get("/subscriptions/" + agreement.group(1));
    assertThat(ending.get("state").stringValue()).isEqualTo("ENDING");
  }

  @Test
  void theLanguageMayBeSwitchedAndStays() {
    Browser browser = new Browser(simulator, "en");
    assertThat(browser.page("/")).contains("Products").contains("中文");
    String here = hidden(browser.page("/sign-in?next=%2Fsoftware").split("<main>", 2)[0], "next");
    assertThat(here).isEqualTo("/sign-in?next=%2Fsoftware");
    assertThat(browser.submit("/language", "language", "zh", "next", PRODUCT)).endsWith(PRODUCT);
    assertThat(browser.page(PRODUCT)).contains("继续订阅");
  }

  @Test
  void theBillShowsTheMonth() {
    Browser browser = new Browser(simulator, "en");
    String account = simulator.account();
    JsonNode subscription = simulator.subscribe(account);
    long now =
        java.time.Instant.parse(simulator.get("/clock").get("time").stringValue()).getEpochSecond();
    String answer =
        SignedCall.of(simulator.product())
            .send(
                simulator,
                "BatchMeterUsage",
                """
                {"ProductCode":"%s","UsageRecords":[{"Timestamp":%d,"CustomerIdentifier":"%s",
                 "Dimension":"fee","Quantity":1340,"UsageAllocations":[
                 {"AllocatedUsageQuantity":1340,"Tags":[{"Key":"workspace","Value":"wksp_1"}]}]}]}\
                """
                    .formatted(
                        TestSimulator.PRODUCT,
                        now,
                        subscription.get("customerIdentifier").stringValue()))
            .body();
    assertThat(answer).contains("\"Status\":\"Success\"");
    browser.page("/sign-in");
    browser.submit("/sign-in", "accountId", account, "next", "/bill");
    assertThat(browser.page("/bill"))
        .contains(">13.40</td>")
        .contains("aws:marketplace:isv:workspace")
        .contains("wksp_1");
    assertThat(browser.page("/bill?month=2020-01")).contains("Nothing was metered");
  }

  @Test
  void aFormWithoutItsTokenIsRefused() {
    Browser browser = new Browser(simulator, "en");
    browser.page("/");
    assertThat(browser.post("/sign-out", "_csrf=wrong").statusCode()).isEqualTo(403);
    assertThat(browser.post(PRODUCT + "/subscribe", "").statusCode()).isEqualTo(403);
  }

  @Test
  void anotherAccountsSubscriptionIsNotShown() {
    String agreement = simulator.subscribe(simulator.account()).get("agreementId").stringValue();
    Browser browser = new Browser(simulator, "en");
    browser.page("/sign-in");
    browser.submit("/sign-in", "accountId", TestSimulator.ACCOUNT, "next", "/");
    assertThat(browser.get("/software/" + agreement).statusCode()).isEqualTo(404);
    assertThat(browser.get("/software/" + agreement + "/set-up").statusCode()).isEqualTo(404);
  }

  @Test
  void aForeignRedirectTargetIsIgnored() {
    Browser browser = new Browser(simulator, "en");
    browser.page("/sign-in");
    String next =
        browser.submit("/sign-in", "accountId", TestSimulator.ACCOUNT, "next", "//evil.example");
    assertThat(URI.create(next).getPath()).isEqualTo("/");
    assertThat(next).doesNotContain("evil");
  }

  @Test
  void pagesForbidScriptAndAllowPostingToTheSellerOnly() {
    HttpResponse<String> page = new Browser(simulator, "en").get("/");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("form-action 'self' http://localhost:8080");
    assertThat(page.headers().allValues("Set-Cookie"))
        .allMatch(c -> c.contains("HttpOnly") && c.contains("SameSite=Lax"));
  }

  @Test
  void styleSheetsAreThere() {
    Browser browser = new Browser(simulator, "en");
    assertThat(browser.page("/assets/tabler/css/tabler.min.css")).contains(".card");
    assertThat(browser.page("/assets/simulator.css")).contains(".sim-bar");
  }

  @Test
  void aPageThatIsNotThereSaysSo() {
    HttpResponse<String> page = new Browser(simulator, "zh-CN").get("/nothing/here");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("找不到");
  }
}
