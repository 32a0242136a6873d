package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResult;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResultStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulator killed at bad moments: nothing that was answered is lost, nothing comes twice. */
@Tag("slow")
class KillIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path data;

  /** Takes all that is on the queue: by agreement's customer, the SNS ids with their action. */
  private static Map<String, List<String>> receive(ChildSimulator simulator) {
    Map<String, List<String>> byCustomer = new HashMap<>();
    Set<String> ids = new HashSet<>();
    String queue = simulator.queueUrl();
    try (SqsClient sqs = simulator.sqs()) {
      List<Message> some;
      do {
        some =
            sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(0))
                .messages();
        for (Message message : some) {
          JsonNode envelope = JSON.readTree(message.body());
          JsonNode told = JSON.readTree(envelope.get("Message").stringValue());
          String id = envelope.get("MessageId").stringValue();
          assertThat(ids.add(id)).as("%s comes once", id).isTrue();
          byCustomer
              .computeIfAbsent(
                  told.get("customer-identifier").stringValue(), _ -> new ArrayList<>())
              .add(id + " " + told.get("action").stringValue());
          sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(message.receiptHandle()));
        }
      } while (!some.isEmpty());
    }
    return byCustomer;
  }

  @Test
  void aKillBetweenAChangeAndItsQueueingLosesNothing() throws InterruptedException {
    String customer;
    String agreement;
    String id;
    try (ChildSimulator simulator =
        new ChildSimulator(data, Map.of("stop-before-putting", "unsubscribe-pending"))) {
      JsonNode subscription = simulator.subscribe();
      agreement = subscription.get("agreementId").stringValue();
      customer = subscription.get("customerIdentifier").stringValue();
      String path = "/subscriptions/" + agreement + "/cancel";
      CountDownLatch unanswered = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(() -> {
            try {
              simulator.control("POST", path, "{}");
            } catch (UncheckedIOException _) {
              unanswered.countDown();
            }
          });
      simulator.awaitLine("stopped before putting");
      JsonNode pending = simulator.get("/notifications?agreementId=" + agreement).get(0);
      id = pending.get("messageId").stringValue();
      simulator.kill();
      unanswered.await();
    }
    try (ChildSimulator simulator = new ChildSimulator(data, Map.of())) {
      assertThat(simulator.get("/subscriptions/" + agreement).get("state").stringValue())
          .isEqualTo("ENDING");
      assertThat(receive(simulator).get(customer))
          .hasSize(2)
          .anyMatch(told -> told.endsWith("subscribe-success"))
          .contains(id + " unsubscribe-pending");
      simulator.kill();
    }
    try (ChildSimulator simulator = new ChildSimulator(data, Map.of())) {
      assertThat(receive(simulator)).isEmpty();
    }
  }

  /** One buys and cancels, another one then meters beside, until both are cut off. */
  @Test
  void aKillAmidSubscriptionsAndUsageLeavesEachWithItsNotificationsAndChargesOnce()
      throws InterruptedException {
    Map<String, String> answered = new LinkedHashMap<>();
    List<UsageRecord> usage = new ArrayList<>();
    Map<UsageRecord, String> accepted = new LinkedHashMap<>();
    try (ChildSimulator simulator = new ChildSimulator(data, Map.of());
        MarketplaceMeteringClient metering = simulator.metering()) {
      usage.addAll(usageOfSixtyBuyers(simulator));
      CountDownLatch bought = new CountDownLatch(12);
      CountDownLatch sent = new CountDownLatch(17);
      Thread buyer = Thread.ofVirtual().start(() -> buyUntilKilled(simulator, answered, bought));
      bought.await();
      Thread seller =
          Thread.ofVirtual().start(() -> sendUntilKilled(metering, usage, accepted, sent));
      sent.await();
      simulator.kill();
      buyer.join();
      seller.join();
    }
    assertThat(answered).hasSizeGreaterThan(10);
    assertThat(accepted).hasSizeGreaterThanOrEqualTo(17);
    try (ChildSimulator simulator = new ChildSimulator(data, Map.of());
        MarketplaceMeteringClient metering = simulator.metering()) {
      assertToldOnce(simulator, answered);
      for (UsageRecord record : usage) {
        UsageRecordResult again = send(metering, record);
        assertThat(again.status()).isEqualTo(UsageRecordResultStatus.SUCCESS);
        assertThat(accepted.getOrDefault(record, again.meteringRecordId()))
            .isEqualTo(again.meteringRecordId());
      }
      assertCharged(simulator, usage.size(), 60 * 61 / 2);
    }
  }

  private static void assertToldOnce(ChildSimulator simulator, Map<String, String> answered) {
    Map<String, List<String>> told = receive(simulator);
    Map<String, JsonNode> kept = new HashMap<>();
    simulator.get("/subscriptions").forEach(s -> kept.put(s.get("agreementId").stringValue(), s));
    assertThat(kept).containsKeys(answered.keySet().toArray(String[]::new));
    assertThat(told).hasSize(kept.size());
    kept.forEach((agreement, subscription) -> {
      boolean ending = subscription.get("state").stringValue().equals("ENDING");
      assertThat(told.get(subscription.get("customerIdentifier").stringValue()))
          .hasSize(ending ? 2 : 1);
      if (answered.getOrDefault(agreement, "").equals("ENDING")) {
        assertThat(ending).isTrue();
      }
    });
  }

  private static void buyUntilKilled(
      ChildSimulator simulator, Map<String, String> answered, CountDownLatch bought) {
    try {
      while (true) {
        String agreement = simulator.subscribe().get("agreementId").stringValue();
        answered.put(agreement, "ACTIVE");
        bought.countDown();
        simulator.control("POST", "/subscriptions/" + agreement + "/cancel", "{}");
        answered.put(agreement, "ENDING");
      }
    } catch (UncheckedIOException _) {
      // Killed.
    }
  }

  /** Or until all is sent. */
  private static void sendUntilKilled(
      MarketplaceMeteringClient metering,
      List<UsageRecord> usage,
      Map<UsageRecord, String> accepted,
      CountDownLatch sent) {
    try {
      for (UsageRecord record : usage) {
        accepted.put(record, send(metering, record).meteringRecordId());
        sent.countDown();
      }
    } catch (SdkException _) {
      // Killed.
    }
  }

  private static List<UsageRecord> usageOfSixtyBuyers(ChildSimulator simulator) {
    List<String> customers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      customers.add(simulator.subscribe().get("customerIdentifier").stringValue());
    }
    // Only now: nobody is charged for an hour before they subscribed.
    Instant hour =
        Instant.parse(simulator.get("/clock").get("time").stringValue())
            .truncatedTo(ChronoUnit.HOURS);
    List<UsageRecord> usage = new ArrayList<>();
    for (int i = 1; i <= customers.size(); i++) {
      String customer = customers.get(i - 1);
      int quantity = i;
      usage.add(
          UsageRecord.builder()
              .customerIdentifier(customer)
              .dimension("fee")
              .quantity(quantity)
              .timestamp(hour)
              .build());
    }
    return usage;
  }

  private static void assertCharged(ChildSimulator simulator, int records, long units) {
    JsonNode charged = simulator.get("/metering-records");
    assertThat(charged).hasSize(records);
    long sum = 0;
    for (JsonNode record : charged) {
      sum += record.get("quantity").longValue();
    }
    assertThat(sum).isEqualTo(units);
  }

  private static UsageRecordResult send(MarketplaceMeteringClient metering, UsageRecord record) {
    return metering
        .batchMeterUsage(r -> r.productCode(TestSimulator.PRODUCT).usageRecords(record))
        .results()
        .getFirst();
  }
}
