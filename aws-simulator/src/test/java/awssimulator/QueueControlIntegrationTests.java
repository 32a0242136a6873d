package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.clock.Deliveries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.JsonNode;

/** What the owner of a queue does to all its messages at once: purging it, redriving the dead. */
class QueueControlIntegrationTests {
  @TempDir Path data;

  private TestSimulator start() {
    return TestSimulator.start(
        Map.of("aws-simulator.memory", "false", "aws-simulator.data", data.toString()));
  }

  private static List<Message> receive(SqsClient sqs, String queue) {
    return sqs.receiveMessage(
            r -> r.queueUrl(queue).maxNumberOfMessages(10).visibilityTimeout(0).waitTimeSeconds(1))
        .messages();
  }

  private static String deadLetters(TestSimulator simulator) {
    for (JsonNode product : simulator.get("/products")) {
      if (product.get("code").stringValue().equals(TestSimulator.PRODUCT)) {
        return product.get("deadLetterQueueUrl").stringValue();
      }
    }
    throw new AssertionError("no product");
  }

  private static String arn(SqsClient sqs, String queue) {
    return String.valueOf(
        sqs.getQueueAttributes(r -> r.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN));
  }

  private static List<String> states(TestSimulator simulator) {
    return simulator
        .get("/notifications")
        .valueStream()
        .map(n -> n.get("state").stringValue())
        .toList();
  }

  private static Set<String> undelivered(TestSimulator simulator) {
    return simulator.simulator().context().getBean(Deliveries.class).undelivered();
  }

  /** Receives the only message until it is dead. */
  private static void die(TestSimulator simulator, SqsClient sqs) {
    for (int i = 0; i < 5; i++) {
      assertThat(receive(sqs, simulator.product().queueUrl())).hasSize(1);
    }
    assertThat(receive(sqs, simulator.product().queueUrl())).isEmpty();
    assertThat(states(simulator)).containsExactly("DEAD");
  }

  @Test
  void whatIsPurgedIsDeletedForGood() {
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      String queue = simulator.product().queueUrl();
      simulator.subscribe(simulator.account());
      simulator.subscribe(simulator.account());
      assertThat(receive(sqs, queue)).hasSize(2);
      sqs.purgeQueue(r -> r.queueUrl(queue));
      assertThat(states(simulator)).containsExactly("DELETED", "DELETED");

      // Otherwise an advance would wait for them.
      assertThat(undelivered(simulator)).isEmpty();
      simulator.subscribe(simulator.account());
      assertThat(receive(sqs, queue)).hasSize(1);
    }
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      assertThat(receive(sqs, simulator.product().queueUrl())).hasSize(1);
    }
  }

  @Test
  void aPurgedQueueOfTheDeadIsEmptyAfterARestartToo() {
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      simulator.subscribe(simulator.account());
      die(simulator, sqs);
      sqs.purgeQueue(r -> r.queueUrl(deadLetters(simulator)));
      assertThat(states(simulator)).containsExactly("DELETED");
    }
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      assertThat(receive(sqs, deadLetters(simulator))).isEmpty();
    }
  }

  @Test
  void aRedrivenMessageIsOnItsQueueAgainAndKept() {
    Message redriven;
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      simulator.subscribe(simulator.account());
      die(simulator, sqs);
      sqs.startMessageMoveTask(r -> r.sourceArn(arn(sqs, deadLetters(simulator))));
      redriven = receive(sqs, simulator.product().queueUrl()).getFirst();
      assertThat(states(simulator)).containsExactly("SENT");
      assertThat(undelivered(simulator)).containsExactly(redriven.messageId());
      assertThat(receive(sqs, deadLetters(simulator))).isEmpty();
    }
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      String queue = simulator.product().queueUrl();
      Message again = receive(sqs, queue).getFirst();
      assertThat(again.messageId()).isEqualTo(redriven.messageId());
      assertThat(again.body()).isEqualTo(redriven.body());
      sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(again.receiptHandle()));
      assertThat(states(simulator)).containsExactly("DELETED");
    }
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      assertThat(receive(sqs, simulator.product().queueUrl())).isEmpty();
      assertThat(receive(sqs, deadLetters(simulator))).isEmpty();
    }
  }

  @Test
  void aMessageDeletedAmongTheDeadIsRedeliveredToItsQueue() {
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      simulator.subscribe(simulator.account());
      die(simulator, sqs);
      sqs.purgeQueue(r -> r.queueUrl(deadLetters(simulator)));
      long id = simulator.get("/notifications").get(0).get("id").longValue();
      simulator.post("/notifications/" + id + "/duplicate", "{\"how\":\"redeliver\"}");
      assertThat(receive(sqs, simulator.product().queueUrl())).hasSize(1);
      assertThat(receive(sqs, deadLetters(simulator))).isEmpty();
      assertThat(states(simulator)).containsExactly("SENT");
    }
  }
}
