package awssimulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulator with a consumer of its legacy queue, for tests of what happens to notifications. */
abstract class DeliveryStage {
  static final JsonMapper JSON = new JsonMapper();
  static TestSimulator simulator;
  static SqsClient sqs;

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
    sqs = simulator.sqs();
  }

  @AfterAll
  static void stop() {
    sqs.close();
    simulator.close();
  }

  @BeforeEach
  void clear() {
    simulator.control("DELETE", "/notifications/rules", "", 200);
    // What other tests left behind, the end of their cancellations included.
    simulator.post("/clock", "{\"advance\":\"PT3H\"}");
    receive();
  }

  /** Takes what is on the queue, deletes it, and returns it in the order of its coming. */
  static List<Message> receive() {
    List<Message> all = new ArrayList<>();
    List<Message> some;
    do {
      some =
          sqs.receiveMessage(r ->
                  r.queueUrl(simulator.product().queueUrl())
                      .maxNumberOfMessages(10)
                      .waitTimeSeconds(0))
              .messages();
      for (Message message : some) {
        sqs.deleteMessage(
            r -> r.queueUrl(simulator.product().queueUrl()).receiptHandle(message.receiptHandle()));
      }
      all.addAll(some);
    } while (!some.isEmpty());
    return all;
  }

  static Message waitFor() {
    Message message =
        sqs.receiveMessage(r ->
                r.queueUrl(simulator.product().queueUrl())
                    .maxNumberOfMessages(1)
                    .waitTimeSeconds(10))
            .messages()
            .getFirst();
    sqs.deleteMessage(
        r -> r.queueUrl(simulator.product().queueUrl()).receiptHandle(message.receiptHandle()));
    return message;
  }

  static JsonNode envelope(Message message) {
    return JSON.readTree(message.body());
  }

  static String action(Message message) {
    return JSON.readTree(envelope(message).get("Message").stringValue())
        .get("action")
        .stringValue();
  }

  static List<String> actions(List<Message> messages) {
    return messages.stream().map(DeliveryStage::action).toList();
  }

  static void rule(String members) {
    simulator.create("/notifications/rules", "{" + members + "}");
  }

  static String subscribe() {
    return simulator.subscribe(simulator.account()).get("agreementId").stringValue();
  }

  static void cancel(String agreement) {
    simulator.post("/subscriptions/" + agreement + "/cancel", "{}");
  }

  /** The notifications of an agreement, the oldest first. */
  static List<JsonNode> told(String agreement) {
    List<JsonNode> told = new ArrayList<>();
    simulator.get("/notifications?agreementId=" + agreement).forEach(told::add);
    return told.reversed();
  }

  static String states(String agreement) {
    return String.join(
        " ", told(agreement).stream().map(n -> n.get("state").stringValue()).toList());
  }

  static JsonNode act(JsonNode notification, String action, String body) {
    return simulator.post(
        "/notifications/" + notification.get("id").longValue() + "/" + action, body);
  }
}
