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
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

  @Test
  void aKillAmidSubscriptionsLeavesEachWithItsNotifications() throws InterruptedException {
    Random random = new Random(20261124);
    Map<String, String> answered = new LinkedHashMap<>();
    try (ChildSimulator simulator = new ChildSimulator(data, Map.of())) {
      int enough = 12 + random.nextInt(40);
      AtomicInteger count = new AtomicInteger();
      CountDownLatch reached = new CountDownLatch(1);
      Thread buyer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  buyUntilKilled(simulator, answered, count, enough, reached);
                } catch (UncheckedIOException _) {
                  // Killed.
                }
              });
      reached.await();
      simulator.kill();
      buyer.join();
    }
    assertThat(answered).hasSizeGreaterThan(10);
    try (ChildSimulator simulator = new ChildSimulator(data, Map.of())) {
      Map<String, List<String>> told = receive(simulator);
      Map<String, JsonNode> kept = new HashMap<>();
      simulator.get("/subscriptions").forEach(s -> kept.put(s.get("agreementId").stringValue(), s));
      assertThat(kept).containsKeys(answered.keySet().toArray(String[]::new));
      assertThat(told).hasSize(kept.size());
      kept.values()
          .forEach(subscription -> {
            boolean ending = subscription.get("state").stringValue().equals("ENDING");
            assertThat(told.get(subscription.get("customerIdentifier").stringValue()))
                .hasSize(ending ? 2 : 1);
          });
      kept.forEach((agreement, subscription) -> {
        if (answered.getOrDefault(agreement, "").equals("ENDING")) {
          assertThat(subscription.get("state").stringValue()).isEqualTo("ENDING");
        }
      });
    }
  }

  private static void buyUntilKilled(
      ChildSimulator simulator,
      Map<String, String> answered,
      AtomicInteger count,
      int enough,
      CountDownLatch reached) {
    while (true) {
      String agreement = simulator.subscribe().get("agreementId").stringValue();
      answered.put(agreement, "ACTIVE");
      if (count.incrementAndGet() >= enough) {
        reached.countDown();
      }
      simulator.control("POST", "/subscriptions/" + agreement + "/cancel", "{}");
      answered.put(agreement, "ENDING");
    }
  }

  @Test
  void aKillAfterAcceptedUsageChargesItOnce() throws InterruptedException {
    List<UsageRecord> all = new ArrayList<>();
    Map<UsageRecord, String> accepted = new LinkedHashMap<>();
    try (ChildSimulator simulator = new ChildSimulator(data, Map.of());
        MarketplaceMeteringClient metering = simulator.metering()) {
      all.addAll(usageOfSixtyBuyers(simulator));
      CountDownLatch some = new CountDownLatch(17);
      Thread seller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (UsageRecord record : all) {
                    accepted.put(record, send(metering, record).meteringRecordId());
                    some.countDown();
                  }
                } catch (SdkException _) {
                  // Killed.
                }
              });
      some.await();
      simulator.kill();
      seller.join();
    }
    assertThat(accepted).hasSizeGreaterThanOrEqualTo(17);
    try (ChildSimulator simulator = new ChildSimulator(data, Map.of());
        MarketplaceMeteringClient metering = simulator.metering()) {
      for (UsageRecord record : all) {
        UsageRecordResult again = send(metering, record);
        assertThat(again.status()).isEqualTo(UsageRecordResultStatus.SUCCESS);
        assertThat(accepted.getOrDefault(record, again.meteringRecordId()))
            .isEqualTo(again.meteringRecordId());
      }
      assertCharged(simulator, all.size(), 60 * 61 / 2);
    }
  }

  private static List<UsageRecord> usageOfSixtyBuyers(ChildSimulator simulator) {
    Instant hour =
        Instant.parse(simulator.get("/clock").get("time").stringValue())
            .truncatedTo(ChronoUnit.HOURS);
    List<UsageRecord> usage = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      String customer = simulator.subscribe().get("customerIdentifier").stringValue();
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
