package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is kept over a restart, and what keeps a simulator from starting. */
class RestartIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path data;

  private TestSimulator start() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("aws-simulator.memory", "false");
    settings.put("aws-simulator.data", data.toString());
    return TestSimulator.start(settings);
  }

  private static List<Message> receive(TestSimulator simulator) {
    try (SqsClient sqs = simulator.sqs()) {
      return sqs.receiveMessage(r ->
              r.queueUrl(simulator.product().queueUrl())
                  .maxNumberOfMessages(10)
                  .visibilityTimeout(0)
                  .waitTimeSeconds(1))
          .messages();
    }
  }

  @Test
  void everythingIsAsItWas() {
    JsonNode subscription;
    Instant before;
    long generation;
    try (TestSimulator simulator = start()) {
      subscription = simulator.subscribe(simulator.account());
      simulator.post("/clock", "{\"advance\":\"PT30H\"}");
      JsonNode clock = simulator.get("/clock");
      before = Instant.parse(clock.get("time").stringValue());
      generation = clock.get("generation").longValue();
    }
    try (TestSimulator simulator = start()) {
      JsonNode clock = simulator.get("/clock");
      assertThat(Instant.parse(clock.get("time").stringValue()))
          .isBetween(before, before.plusSeconds(600));
      assertThat(clock.get("generation").longValue()).isGreaterThan(generation);
      JsonNode kept = simulator.get("/subscriptions").get(0);
      assertThat(kept.get("agreementId")).isEqualTo(subscription.get("agreementId"));
      assertThat(kept.get("state").stringValue()).isEqualTo("ACTIVE");
      assertThat(kept.get("customerIdentifier")).isEqualTo(subscription.get("customerIdentifier"));
    }
  }

  @Test
  void aMessageNotDeletedIsPutAgainAndADeletedOneIsNot() {
    String customer;
    String first;
    try (TestSimulator simulator = start()) {
      String account = simulator.account();
      customer = simulator.subscribe(account).get("customerIdentifier").stringValue();
      first = JSON.readTree(receive(simulator).getFirst().body()).get("MessageId").stringValue();
    }
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      Message again = receive(simulator).getFirst();
      assertThat(JSON.readTree(again.body()).get("MessageId").stringValue()).isEqualTo(first);
      assertThat(again.body()).contains(customer);
      sqs.deleteMessage(
          r -> r.queueUrl(simulator.product().queueUrl()).receiptHandle(again.receiptHandle()));
    }
    try (TestSimulator simulator = start()) {
      assertThat(receive(simulator)).isEmpty();
    }
  }

  @Test
  void aMessageReceivedTooOftenBecomesADeadLetterAndStaysOneOverARestart() {
    try (TestSimulator simulator = start()) {
      simulator.subscribe(simulator.account());
      for (int i = 0; i < 5; i++) {
        assertThat(receive(simulator)).hasSize(1);
      }
      assertThat(receive(simulator)).isEmpty();
      assertThat(simulator.get("/notifications").get(0).get("state").stringValue())
          .isEqualTo("DEAD");
    }
    try (TestSimulator simulator = start();
        SqsClient sqs = simulator.sqs()) {
      assertThat(receive(simulator)).isEmpty();
      String deadLetters =
          simulator.get("/products").get(0).get("deadLetterQueueUrl").stringValue();
      assertThat(sqs.receiveMessage(r -> r.queueUrl(deadLetters).waitTimeSeconds(2)).messages())
          .hasSize(1);
    }
  }

  @Test
  void agreementsGoOnWhereTheyWere() {
    JsonNode before;
    JsonNode history;
    try (TestSimulator simulator = start()) {
      Instant end =
          Instant.parse(simulator.get("/clock").get("time").stringValue()).plusSeconds(86_400);
      String id =
          simulator
              .create(
                  "/subscriptions",
                  """
                  {"accountId":"%s","productCode":"%s","offer":{"endAt":"%s","autoRenew":true,
                   "totalContractValue":"12.50","reseller":{"accountId":"567890123456"}}}\
                  """
                      .formatted(simulator.account(), Market.CONCURRENT, end))
              .get("agreementId")
              .stringValue();
      simulator.post("/subscriptions/" + id + "/issue-advisory", "{}");
      before = simulator.get("/subscriptions/" + id);
      history = simulator.get("/subscriptions/" + id + "/history");
    }
    try (TestSimulator simulator = start()) {
      String id = before.get("agreementId").stringValue();
      assertThat(simulator.get("/subscriptions/" + id)).isEqualTo(before);
      assertThat(simulator.get("/subscriptions/" + id + "/history")).isEqualTo(history);
      simulator.post("/clock", "{\"advance\":\"P1D\"}");
      assertThat(simulator.get("/subscriptions/" + id).get("awsStatus").stringValue())
          .isEqualTo("RENEWED");
    }
  }

  @Test
  void aFolderOfAnotherVersionIsRefusedAndLeftAsItWas() throws SQLException {
    String url = "jdbc:sqlite:" + data.resolve("aws-simulator.db");
    try (Connection old = DriverManager.getConnection(url);
        Statement sql = old.createStatement()) {
      sql.execute("CREATE TABLE agreement (agreement_id TEXT PRIMARY KEY)");
    }
    assertThatThrownBy(this::start)
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(data.toString())
        .hasMessageContaining("another version")
        .hasMessageContaining("move it away");
    try (Connection old = DriverManager.getConnection(url);
        Statement sql = old.createStatement();
        ResultSet tables =
            sql.executeQuery("SELECT count(*) FROM sqlite_master WHERE type = 'table'")) {
      assertThat(tables.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void twoSimulatorsDoNotShareAFolder() {
    try (TestSimulator simulator = start()) {
      assertThat(simulator.get("/clock")).isNotEmpty();
      assertThatThrownBy(this::start)
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("used by another simulator");
    }
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertThatThrownBy(() -> TestSimulator.start(Map.of("aws-simulator.port", port)))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("Port " + port + " is taken");
      assertThatThrownBy(() -> TestSimulator.start(Map.of("aws-simulator.sqs-port", port)))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("Port " + port + " is taken");
    }
  }

  @Test
  void aMisspeltSettingStopsTheStart() {
    assertThatThrownBy(() -> TestSimulator.start(Map.of("aws-simulator.cals-per-second", "5")))
        .hasStackTraceContaining("cals-per-second");
  }
}
