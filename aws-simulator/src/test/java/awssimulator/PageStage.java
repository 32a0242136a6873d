package awssimulator;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** A simulator with browsers, for tests of its pages. */
abstract class PageStage {
  static final String CONCURRENT = "7h3t5y9u2i6o1p4a8s0d2f5g7";
  static TestSimulator simulator;

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void clear() {
    simulator.control("DELETE", "/notifications/rules", "", 200);
  }

  static Browser signedIn(String language, String account) {
    Browser browser = new Browser(simulator, language);
    browser.page("/sign-in");
    browser.submit("/sign-in", "accountId", account, "next", "/");
    return browser;
  }

  static String subscribe(String account, String product, String more) {
    return simulator
        .create(
            "/subscriptions",
            "{\"accountId\":\"%s\",\"productCode\":\"%s\"%s}".formatted(account, product, more))
        .get("agreementId")
        .stringValue();
  }

  static JsonNode agreement(String id) {
    return simulator.get("/subscriptions/" + id);
  }

  static JsonNode notification(String agreement, String kind) {
    for (JsonNode n : simulator.get("/notifications?agreementId=" + agreement)) {
      if (n.get("kind").stringValue().equals(kind)) {
        return n;
      }
    }
    throw new AssertionError("no " + kind + " of " + agreement);
  }

  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
