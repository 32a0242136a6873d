package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.market.Agreement;
import awssimulator.market.Offer;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The form that the buyer's browser posts has the published fields, case by case. */
class LandingFormVectorIntegrationTests {
  private static final Pattern HIDDEN =
      Pattern.compile("name=\"(x-amzn-marketplace-[a-z-]+)\" value=\"([^\"]*)\"");

  private static JsonNode vector(String name) {
    return Vectors.at("/api/ResolveCustomer/browser_post" + (name.isEmpty() ? "" : "/" + name));
  }

  private static Map<String, String> decoded(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  /** The hidden fields of the landing form, as the account's browser would post them. */
  private static Map<String, String> form(VectorMarket market, Agreement agreement) {
    try (HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
      String page = page(browser, market, "/sign-in");
      String csrf = page.replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]*)\".*", "$1");
      send(
          browser,
          HttpRequest.newBuilder(URI.create(market.simulator().address() + "/sign-in"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "_csrf=%s&accountId=%s&next=%s"
                          .formatted(
                              URLEncoder.encode(csrf, StandardCharsets.UTF_8),
                              agreement.accountId(),
                              "%2F")))
              .build());
      Map<String, String> fields = new LinkedHashMap<>();
      HIDDEN
          .matcher(page(browser, market, "/software/" + agreement.agreementId() + "/set-up"))
          .results()
          .forEach(field -> fields.put(field.group(1), field.group(2)));
      return fields;
    }
  }

  private static String page(HttpClient browser, VectorMarket market, String path) {
    return send(
            browser,
            HttpRequest.newBuilder(URI.create(market.simulator().address() + path)).build())
        .body();
  }

  private static HttpResponse<String> send(HttpClient browser, HttpRequest request) {
    try {
      return browser.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "documented_body, false, false",
    "free_trial_body, true, false",
    "seen_by_integrators_body, false, true"
  })
  void theFormHasThePublishedFields(String name, boolean freeTrial, boolean moreFields) {
    try (VectorMarket market =
        VectorMarket.start(
            "concurrent",
            Instant.parse("2026-09-10T08:00:00Z"),
            Map.of(
                "more-landing-fields",
                String.valueOf(moreFields),
                "fulfilment-url",
                "https://saas.example.com/aws/landing"))) {
      Agreement agreement =
          market.subscribe(
              TestSimulator.ACCOUNT,
              new Offer(null, false, null, null, freeTrial ? 14 : null, null, null, null, null));
      Map<String, String> published = decoded(vector(name).stringValue());
      Map<String, String> form = form(market, agreement);
      assertThat(form.keySet()).containsExactlyElementsOf(published.keySet());
      String token = String.valueOf(form.remove("x-amzn-marketplace-token"));
      published.remove("x-amzn-marketplace-token");
      published.replace("x-amzn-marketplace-agreement-id", agreement.agreementId());
      assertThat(form).isEqualTo(published);
      assertThat(token).contains("+", "/", "=");
      HttpResponse<String> resolved =
          market
              .seller()
              .send(
                  market.simulator(),
                  "ResolveCustomer",
                  "{\"RegistrationToken\":\"%s\"}".formatted(token));
      assertThat(resolved.body()).contains(agreement.licenseArn());
    }
  }

  @Test
  void noPublishedBodyIsLeftOut() {
    List<String> bodies = new ArrayList<>();
    vector("").propertyNames().stream().filter(n -> n.endsWith("_body")).forEach(bodies::add);
    assertThat(bodies)
        .containsExactly("documented_body", "free_trial_body", "seen_by_integrators_body");
    assertThat(decoded(vector("documented_body").stringValue()).get("x-amzn-marketplace-token"))
        .isEqualTo(vector("decoded_token").stringValue());
  }
}
