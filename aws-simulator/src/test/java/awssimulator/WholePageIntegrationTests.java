package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page in both languages, and the buyers' pages of both products. */
class WholePageIntegrationTests extends PageStage {
  private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)\"");

  /** The path without what tells pages of one kind apart. */
  private static String kind(String path) {
    return path.replaceAll("\\?.*", "")
        .replaceAll("(agmt|acr)-[a-z0-9]+", "$1")
        .replaceAll("/[0-9]+(?=/|$)", "/n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh-CN", "en"})
  void everyPageThatALinkLeadsToIsWhole(String language) {
    String account = simulator.account();
    subscribe(account, CONCURRENT, ",\"offer\":{\"freeTrial\":true}");
    subscribe(account, CONCURRENT, ",\"payment\":\"pending\"");
    subscribe(account, CONCURRENT, ",\"offer\":{\"endAt\":\"2099-01-01T00:00:00Z\"}");
    String asked = subscribe(account, CONCURRENT, ",\"notifications\":\"hold\"");
    simulator.create(
        "/subscriptions/" + asked + "/cancellation-requests", "{\"reasonCode\":\"BUYER_REQUEST\"}");
    subscribe(account, TestSimulator.PRODUCT, "");
    String ending = subscribe(account, CONCURRENT, "");
    simulator.post("/subscriptions/" + ending + "/cancel", "{}");
    simulator.create("/notifications/rules", "{\"action\":\"lose\",\"rate\":0}");
    simulator.control(
        "PUT", "/faults", "{\"operations\":{\"*\":{\"script\":[{\"kind\":\"none\"}]}}}", 200);
    SignedCall.of(simulator.product())
        .send(simulator, "ResolveCustomer", "{\"RegistrationToken\":\"x\"}");
    Set<String> kinds = crawl(signedIn(language, account));
    assertThat(kinds)
        .contains(
            "/software/agmt",
            "/software/agmt/cancel",
            "/products/" + CONCURRENT + "/private-offer",
            "/console/agreements/agmt/steps/renew",
            "/console/agreements/agmt/steps/fail-payment",
            "/console/agreements/agmt/wishes/acr",
            "/console/notifications/n/duplicate",
            "/console/rules/add",
            "/console/faults/clear",
            "/console/clock/advance",
            "/console/requests/n",
            "/console/subscribe");
    simulator.control("DELETE", "/faults", "", 204);
  }

  private static Set<String> crawl(Browser browser) {
    Set<String> kinds = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of("/", "/software", "/console"));
    while (!next.isEmpty()) {
      String path = next.pop();
      // Agreements differ in what they offer; of other pages one of a kind will do.
      boolean wanted = path.matches("/(console/agreements|software)/[a-z0-9-]+");
      if (seen.add(path) && (wanted || kinds.add(kind(path)))) {
        kinds.add(kind(path));
        String page = browser.page(path);
        assertThat(page).as(path).doesNotContain("??").doesNotContain("''").contains("<h1");
        LINK.matcher(page)
            .results()
            .map(r -> r.group(1).replace("&amp;", "&"))
            .filter(link -> !link.startsWith("/assets"))
            .forEach(next::add);
      }
    }
    return kinds;
  }

  @Test
  void anAccountHoldsSeveralSubscriptionsOfOneProductAndCancelsOne() {
    String account = simulator.account();
    Browser browser = signedIn("en", account);
    String path = "/products/" + CONCURRENT + "/subscribe";
    browser.submit(path, "trial", "yes");
    assertThat(browser.page(path)).contains("has 1 subscriptions").doesNotContain("free trial");
    String second = browser.submit(path).replaceAll(".*(agmt-[a-z0-9]+).*", "$1");
    String mine = browser.page("/software");
    assertThat(Pattern.compile("license:l-[0-9a-f]{32}").matcher(mine).results().count())
        .isEqualTo(2);
    assertThat(mine).contains("Free trial");
    browser.submit("/software/" + second + "/cancel");
    assertThat(agreement(second).get("state").stringValue()).isEqualTo("ENDING");
    String back = last(browser.submit("/software/" + second + "/return"));
    assertThat(back).isNotEqualTo(second);
    assertThat(agreement(back).get("licenseArn")).isEqualTo(agreement(second).get("licenseArn"));
    assertThat(browser.page("/software/" + back)).contains("Continues").contains(second);
  }

  @Test
  void aPrivateOfferMayBeginLaterAndErrorsStandBesideTheirFields() {
    String account = simulator.account();
    Browser browser = signedIn("zh-CN", account);
    String path = "/products/" + CONCURRENT + "/private-offer";
    browser.page(path);
    HttpResponse<String> wrong = browser.send(path, "startAt", "soon");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("value=\"soon\"")
        .contains("aria-invalid=\"true\"")
        .contains("请输入日期和时间");
    HttpResponse<String> past = browser.send(path, "startAt", "2001-01-01T00:00");
    assertThat(past.statusCode()).isEqualTo(422);
    assertThat(past.body()).contains("无法这样设置").contains("startAt must not be in the past");
    String made =
        last(
            browser.submit(
                path,
                "startAt",
                "2098-01-01T08:00",
                "endAt",
                "2099-01-01T08:00",
                "renewItself",
                "on"));
    assertThat(agreement(made).get("state").stringValue()).isEqualTo("PENDING");
    assertThat(browser.page("/software/" + made)).contains("2098-01-01 08:00 UTC");
    browser.submit("/software/" + made + "/auto-renewal", "on", "false");
    assertThat(agreement(made).at("/terms/autoRenew").booleanValue()).isFalse();
  }
}
