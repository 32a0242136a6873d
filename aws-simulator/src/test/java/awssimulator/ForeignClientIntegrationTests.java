package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.BatchMeterUsageResponse;
import software.amazon.awssdk.services.marketplacemetering.model.InvalidTokenException;
import software.amazon.awssdk.services.marketplacemetering.model.ResolveCustomerResponse;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResultStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The unmodified AWS SDK for Java talks to the simulator. */
class ForeignClientIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static TestSimulator simulator;
  private static MarketplaceMeteringClient metering;
  private static SqsClient sqs;

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
    metering = simulator.metering();
    sqs = simulator.sqs();
  }

  @AfterAll
  static void stop() {
    metering.close();
    sqs.close();
    simulator.close();
  }

  @Test
  void itResolvesACustomerByToken() {
    String account = simulator.account();
    JsonNode subscription = simulator.subscribe(account);
    ResolveCustomerResponse resolved =
        metering.resolveCustomer(
            r -> r.registrationToken(subscription.get("registrationToken").stringValue()));
    assertThat(resolved.productCode()).isEqualTo(TestSimulator.PRODUCT);
    assertThat(resolved.customerAWSAccountId()).isEqualTo(account);
    assertThat(resolved.customerIdentifier())
        .isEqualTo(subscription.get("customerIdentifier").stringValue());
  }

  @Test
  void itSeesAnUnknownTokenAsItsOwnException() {
    assertThatThrownBy(() -> metering.resolveCustomer(r -> r.registrationToken("forged+/=")))
        .isInstanceOf(InvalidTokenException.class)
        .hasMessageContaining("Registration token is invalid");
  }

  @Test
  void itMetersARecordOnce() {
    JsonNode subscription = simulator.subscribe(simulator.account());
    UsageRecord usage =
        UsageRecord.builder()
            .timestamp(Instant.now().truncatedTo(ChronoUnit.HOURS).plusMillis(123))
            .customerIdentifier(subscription.get("customerIdentifier").stringValue())
            .dimension("fee")
            .quantity(42)
            .build();
    BatchMeterUsageResponse first = meter(usage);
    BatchMeterUsageResponse second = meter(usage);
    assertThat(first.results().getFirst().status()).isEqualTo(UsageRecordResultStatus.SUCCESS);
    assertThat(first.results().getFirst().usageRecord()).isEqualTo(usage);
    assertThat(second.results().getFirst().meteringRecordId())
        .isEqualTo(first.results().getFirst().meteringRecordId());
    assertThat(
            simulator.get(
                "/metering-records?agreementId=" + subscription.get("agreementId").stringValue()))
        .hasSize(1);
  }

  private static BatchMeterUsageResponse meter(UsageRecord usage) {
    return metering.batchMeterUsage(
        r -> r.productCode(TestSimulator.PRODUCT).usageRecords(List.of(usage)));
  }

  @Test
  void itReadsTheNotificationFromTheQueueAndDeletesIt() {
    JsonNode subscription = simulator.subscribe(simulator.account());
    String customer = subscription.get("customerIdentifier").stringValue();
    String url = simulator.product().queueUrl();
    boolean found = false;
    for (int i = 0; i < 50 && !found; i++) {
      List<Message> messages =
          sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(2))
              .messages();
      for (Message message : messages) {
        JsonNode envelope = JSON.readTree(message.body());
        assertThat(envelope.get("Type").stringValue()).isEqualTo("Notification");
        JsonNode body = JSON.readTree(envelope.get("Message").stringValue());
        found |= body.get("customer-identifier").stringValue().equals(customer);
        sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
    }
    assertThat(found).isTrue();
    assertThat(simulator.get("/notifications?limit=1").get(0).get("state").stringValue())
        .isEqualTo("DELETED");
  }
}
