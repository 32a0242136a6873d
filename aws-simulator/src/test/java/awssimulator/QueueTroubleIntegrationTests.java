package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Queues that do not take a message at once. */
class QueueTroubleIntegrationTests {
  @Test
  void whatCouldNotBePutIsPutAtTheNextSending() {
    try (TestSimulator simulator =
            TestSimulator.start(Map.of("fail-once-putting", "unsubscribe-pending"));
        SqsClient sqs = simulator.sqs()) {
      String agreement = simulator.subscribe(simulator.account()).get("agreementId").stringValue();
      simulator.control("POST", "/subscriptions/" + agreement + "/cancel", "{}", 500);
      simulator.subscribe(simulator.account());
      List<Message> messages =
          sqs.receiveMessage(r ->
                  r.queueUrl(simulator.product().queueUrl())
                      .maxNumberOfMessages(10)
                      .waitTimeSeconds(10))
              .messages();
      assertThat(messages.stream().map(DeliveryStage::action))
          .containsExactly("subscribe-success", "unsubscribe-pending", "subscribe-success");
    }
  }
}
