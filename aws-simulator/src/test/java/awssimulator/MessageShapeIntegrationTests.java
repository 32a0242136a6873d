package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each published message, brought about by its cause, has the published shape: the same members in
 * the same order, of the same types, with the same words wherever a word is not an id or a time.
 */
class MessageShapeIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();

  private static Market market;
  private static MessageCauses causes;

  @BeforeAll
  static void start() {
    market = Market.start();
    causes = new MessageCauses(market);
  }

  @AfterAll
  static void stop() {
    market.close();
  }

  @TestFactory
  Stream<DynamicTest> legacyNotifications() {
    return tests("/legacy_sns", "/message", causes.legacy());
  }

  @TestFactory
  Stream<DynamicTest> events() {
    return tests("/eventbridge", "/event", causes.events());
  }

  /** One test a vector; a vector without a cause fails. */
  private static Stream<DynamicTest> tests(
      String part, String member, Map<String, Supplier<JsonNode>> known) {
    return Vectors.at(part).properties().stream()
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.getKey(),
                () -> {
                  Supplier<JsonNode> cause =
                      known.getOrDefault(
                          vector.getKey(),
                          () -> {
                            throw new AssertionError("no cause of " + vector.getKey());
                          });
                  JsonNode published =
                      vector.getValue().has(member.substring(1))
                          ? vector.getValue().at(member)
                          : JSON.readTree(vector.getValue().get("sqs_body_raw").stringValue());
                  assertThat(List.copyOf(Shape.of(cause.get()).entrySet()))
                      .isEqualTo(List.copyOf(Shape.of(published).entrySet()));
                }));
  }

  @Test
  void anotherWordTypeOrMemberIsAnotherShape() {
    JsonNode message = JSON.readTree("{\"a\":\"x\",\"n\":30,\"t\":\"2026-09-01T08:15:01Z\"}");
    assertThat(Shape.of(message))
        .isEqualTo(
            Shape.of(JSON.readTree("{\"a\":\"x\",\"n\":30,\"t\":\"2027-01-01T00:00:00Z\"}")));
    for (String other :
        List.of(
            "{\"a\":\"y\",\"n\":30,\"t\":\"2026-09-01T08:15:01Z\"}",
            "{\"a\":\"x\",\"n\":\"30\",\"t\":\"2026-09-01T08:15:01Z\"}",
            "{\"a\":\"x\",\"n\":30,\"t\":\"2026-09-01T08:15:01.000Z\"}",
            "{\"a\":\"x\",\"n\":30,\"t\":null}",
            "{\"a\":\"x\",\"n\":30}")) {
      assertThat(Shape.of(JSON.readTree(other))).isNotEqualTo(Shape.of(message));
    }
  }

  @Test
  void anEventLiesOnTheQueueAsItIs() {
    try (Market own = Market.start()) {
      String agreement = own.subscribe(Market.CONCURRENT);
      assertThat(own.queue(Market.CONCURRENT).stream().map(JSON::readTree))
          .containsExactlyInAnyOrderElementsOf(own.messages(agreement));
    }
  }
}
