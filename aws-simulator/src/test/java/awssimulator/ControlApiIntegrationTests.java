package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The control API and its description. */
class ControlApiIntegrationTests {
  private static TestSimulator simulator;

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescribedRouteIsThere() {
    List<String> routes = new ArrayList<>();
    simulator
        .simulator()
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(route -> {
          for (String path : route.getPatternValues()) {
            for (RequestMethod method : route.getMethodsCondition().getMethods()) {
              if (path.startsWith("/control")) {
                routes.add(method + " " + path);
              }
            }
          }
        });
    List<String> described = new ArrayList<>();
    simulator
        .get("/openapi.json")
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(routes).hasSizeGreaterThan(15).containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void answersHaveTheMembersThatAreDescribed() {
    JsonNode subscription = simulator.subscribe(simulator.account());
    assertMembers(subscription, "Subscribed");
    assertMembers(simulator.get("/clock"), "Clock");
    assertMembers(simulator.get("/products").get(0), "Product");
    assertMembers(simulator.get("/accounts").get(0), "Account");
    assertMembers(simulator.get("/subscriptions").get(0), "Subscription");
    assertMembers(simulator.get("/notifications").get(0), "Notification");
    assertMembers(
        simulator.create(
            "/subscriptions/" + subscription.get("agreementId").stringValue() + "/token", "{}"),
        "Token");
    assertMembers(simulator.get("/bill?month=2026-11&accountId=" + TestSimulator.ACCOUNT), "Bill");
  }

  @Test
  void agreementsAndWhatBelongsToThemHaveTheMembersThatAreDescribed() {
    try (Market market = Market.start()) {
      String agreement = market.subscribe(Market.CONTRACT);
      String path = "/subscriptions/" + agreement;
      assertMembers(market.read(agreement), "Subscription");
      assertMembers(market.read(agreement).get("terms"), "Terms");
      assertMembers(market.simulator().get(path + "/history").get(0), "HistoryEntry");
      assertMembers(
          market.simulator().get("/products/" + Market.CONTRACT + "/entitlements").get(0),
          "Entitlement");
      assertMembers(
          market.simulator().create(path + "/cancellation-requests", "{\"reasonCode\":\"OTHER\"}"),
          "CancellationRequest");
    }
  }

  private static void assertMembers(JsonNode answer, String schema) {
    JsonNode described =
        simulator.get("/openapi.json").at("/components/schemas/" + schema + "/properties");
    assertThat(answer.propertyNames())
        .as(schema)
        .containsExactlyInAnyOrderElementsOf(described.propertyNames());
  }

  @Test
  void theDefaultProductIsTheDocumentedOne() {
    JsonNode product = simulator.get("/products").get(0);
    assertThat(product.get("code").stringValue()).isEqualTo(TestSimulator.PRODUCT);
    assertThat(product.get("partition").stringValue()).isEqualTo("aws-cn");
    assertThat(product.get("region").stringValue()).isEqualTo("cn-northwest-1");
    assertThat(product.get("model").stringValue()).isEqualTo("legacy");
    assertThat(product.get("currency").stringValue()).isEqualTo("CNY");
    assertThat(product.at("/dimensions/0/name").stringValue()).isEqualTo("fee");
    assertThat(product.at("/dimensions/0/unitPrice").stringValue()).isEqualTo("0.01");
    assertThat(product.get("fulfillmentUrl").stringValue())
        .isEqualTo("http://localhost:8080/aws/guance-cn");
  }

  @Test
  void whatIsNotThereIsAProblemDocument() {
    JsonNode problem = simulator.control("GET", "/subscriptions/agmt-none", "", 404);
    assertThat(problem.get("status").intValue()).isEqualTo(404);
    assertThat(problem.get("detail").stringValue()).contains("agmt-none");
    simulator.control("POST", "/accounts", "{\"name\":\" \"}", 400);
    simulator.control("POST", "/accounts", "nonsense", 400);
    simulator.control("GET", "/requests?limit=0", "", 400);
    simulator.control("GET", "/bill?month=x&accountId=1", "", 400);
    simulator.control("GET", "/bill", "", 400);
  }

  @Test
  void whatIsOutOfRangeIsABadRequest() {
    simulator.control("POST", "/clock", "{\"advance\":\"P1000000000000D\"}", 400);
    simulator.control("POST", "/notifications/release", "{\"ids\":[null]}", 400);
    String offer =
        """
        {"accountId":"%s","productCode":"%s","offer":{"endAt":"+999999999-12-31T23:59:59Z"}}\
        """
            .formatted(simulator.account(), TestSimulator.PRODUCT);
    simulator.control("POST", "/subscriptions", offer, 400);
  }

  @Test
  void oneKeyOfTwoSellersIsRefusedAtTheStart() {
    String prefix = "aws-simulator.products.guance-us.";
    Map<String, String> settings =
        Map.of(
            prefix + "access-key-id",
            simulator.product().accessKeyId(),
            prefix + "secret-access-key",
            "another");
    assertThatThrownBy(() -> TestSimulator.start(settings).close())
        .hasStackTraceContaining("the same access-key-id");
  }

  @Test
  void anotherSiteIsKeptOut() {
    HttpResponse<String> foreign = post("Origin", "http://evil.example");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(post("Origin", simulator.address()).statusCode()).isEqualTo(201);
  }

  private static HttpResponse<String> post(String header, String value) {
    return simulator.send(
        HttpRequest.newBuilder(URI.create(simulator.address() + "/control/accounts"))
            .header("Content-Type", "application/json")
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"x\"}"))
            .build());
  }
}
