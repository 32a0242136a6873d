package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which plans of faults are taken, for which operations, and that they are kept. */
class FaultPlanIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static TestSimulator simulator;
  private static SignedCall seller;

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
    seller = SignedCall.of(simulator.product());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @AfterEach
  void noMoreFaults() {
    simulator.control("DELETE", "/faults", "", 204);
  }

  private static String type(HttpResponse<String> response) {
    return JSON.readTree(response.body()).get("__type").stringValue();
  }

  @Test
  void aStarIsForEveryOperationWithoutAPlanOfItsOwn() {
    simulator.control(
        "PUT",
        "/faults",
        """
        {"operations":{
          "*":{"rates":[{"rate":1,"fault":{"kind":"disabled-api"}}]},
          "BatchMeterUsage":{}}}\
        """,
        200);
    assertThat(type(seller.send(simulator, "ResolveCustomer", "{}")))
        .isEqualTo("DisabledApiException");
    assertThat(type(seller.send(simulator, "BatchMeterUsage", "{}")))
        .isEqualTo("ValidationException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"operations\":{\"MeterUsage\":{}}}",
        "{\"operations\":{\"ResolveCustomer\":{\"script\":[{\"kind\":\"unprocessed\"}]}}}",
        "{\"operations\":{\"ResolveCustomer\":{\"script\":[{\"kind\":\"empty-page\"}]}}}",
        "{\"operations\":{\"*\":{\"script\":[{}]}}}",
        "{\"operations\":{\"*\":{\"script\":[{\"kind\":\"nonsense\"}]}}}",
        "{\"operations\":{\"*\":{\"script\":[{\"kind\":\"error\"}]}}}",
        "{\"operations\":{\"*\":{\"script\":[{\"kind\":\"slow\",\"delay\":\"PT6M\"}]}}}",
        "{\"operations\":{\"*\":{\"rates\":[{\"rate\":1.1,\"fault\":{\"kind\":\"slow\"}}]}}}",
        "{\"operations\":{\"*\":{\"rates\":[{\"rate\":0.6,\"fault\":{\"kind\":\"slow\"}},"
            + "{\"rate\":0.6,\"fault\":{\"kind\":\"none\"}}]}}}"
      })
  void aPlanThatCannotBeCarriedOutIsRefusedAndChangesNothing(String plan) {
    JsonNode problem = simulator.control("PUT", "/faults", plan, 400);
    assertThat(problem.get("detail").stringValue()).isNotBlank();
    assertThat(simulator.get("/faults").get("operations")).isEmpty();
  }

  @Test
  void aScriptGoesOnAfterARestart(@TempDir Path data) {
    Map<String, String> settings =
        Map.of("aws-simulator.memory", "false", "aws-simulator.data", data.toString());
    try (TestSimulator own = TestSimulator.start(settings)) {
      own.control(
          "PUT",
          "/faults",
          """
          {"operations":{"ResolveCustomer":
            {"script":[{"kind":"throttling"},{"kind":"internal-error"}]}}}\
          """,
          200);
      assertThat(type(seller.send(own, "ResolveCustomer", "{}"))).isEqualTo("ThrottlingException");
    }
    try (TestSimulator own = TestSimulator.start(settings)) {
      assertThat(type(seller.send(own, "ResolveCustomer", "{}")))
          .isEqualTo("InternalServiceErrorException");
      assertThat(type(seller.send(own, "ResolveCustomer", "{}"))).isEqualTo("ValidationException");
    }
  }
}
