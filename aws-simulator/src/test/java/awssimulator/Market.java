package awssimulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulator with products of all kinds, and the steps of agreements' lives as one-liners. */
public final class Market implements AutoCloseable {
  /** The concurrent product that the simulator has by default. */
  public static final String CONCURRENT = "7h3t5y9u2i6o1p4a8s0d2f5g7";

  /** A concurrent product whose events print licences as AWS's examples do. */
  public static final String PRINTED = "1a2b3c4d5e6f7g8h9i0j1k2l3";

  /** A concurrent product with a contract of seats. */
  public static final String CONTRACT = "2a2b3c4d5e6f7g8h9i0j1k2l3";

  /** A legacy product outside China with a contract of seats. */
  public static final String LEGACY = "3a2b3c4d5e6f7g8h9i0j1k2l3";

  /** A concurrent product whose licences are taken away only when the window is over. */
  public static final String LATE = "5a2b3c4d5e6f7g8h9i0j1k2l3";

  private static final JsonMapper JSON = new JsonMapper();

  private final TestSimulator simulator;

  private Market(TestSimulator simulator) {
    this.simulator = simulator;
  }

  /** Starts one in memory. */
  public static Market start() {
    return start(Map.of());
  }

  /** Starts one with more settings. */
  public static Market start(Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>();
    product(settings, "guance-us", CONCURRENT, "concurrent");
    product(settings, "printed", PRINTED, "concurrent");
    settings.put("aws-simulator.products.printed.event-license-arn", "printed");
    product(settings, "contract", CONTRACT, "concurrent");
    seats(settings, "contract");
    product(settings, "legacy", LEGACY, "legacy");
    seats(settings, "legacy");
    product(settings, "late", LATE, "concurrent");
    settings.put("aws-simulator.products.late.deprovision-delay", "60m");
    settings.put("aws-simulator.products.late.previous-agreement", "always");
    settings.putAll(more);
    return new Market(TestSimulator.start(settings));
  }

  private static void product(
      Map<String, String> settings, String name, String code, String model) {
    String prefix = "aws-simulator.products." + name + ".";
    settings.put(prefix + "code", code);
    settings.put(prefix + "title-zh", "示例");
    settings.put(prefix + "title-en", "Example Observability Cloud");
    settings.put(prefix + "seller-name", "Example Seller Ltd");
    settings.put(prefix + "partition", "aws");
    settings.put(prefix + "region", "us-east-1");
    settings.put(prefix + "model", model);
    settings.put(prefix + "currency", "USD");
    settings.put(prefix + "dimensions[0].name", "fee");
    settings.put(prefix + "dimensions[0].title-zh", "使用费");
    settings.put(prefix + "dimensions[0].title-en", "Usage fee");
    settings.put(prefix + "dimensions[0].unit-price", "0.01");
    settings.put(prefix + "fulfilment-url", "http://localhost:8080/aws/" + name);
    settings.put(prefix + "seller-account-id", "321098765432");
    settings.put(prefix + "access-key-id", "AKIASIMULATOR" + name);
    settings.put(prefix + "secret-access-key", "worth-nothing");
    settings.put(prefix + "queue", "aws-mp-" + name);
  }

  private static void seats(Map<String, String> settings, String name) {
    String prefix = "aws-simulator.products." + name + ".contract-dimensions[0].";
    settings.put(prefix + "name", "seats");
    settings.put(prefix + "title-zh", "席位");
    settings.put(prefix + "title-en", "Seats");
  }

  /** The simulator itself. */
  public TestSimulator simulator() {
    return simulator;
  }

  /** Makes an account. */
  public String account() {
    return simulator.account();
  }

  /** Subscribes an account by the public offer. */
  public String subscribe(String account, String product) {
    return subscribe(account, product, "{}");
  }

  /** Subscribes a new account by that offer. */
  public String subscribe(String product) {
    return subscribe(account(), product);
  }

  /** Subscribes an account by that offer, a JSON object. */
  public String subscribe(String account, String product, String offer) {
    return subscribeAs(
        "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"offer\":%s}"
            .formatted(account, product, offer));
  }

  /** Subscribes as the body says. */
  public String subscribeAs(String body) {
    return simulator.create("/subscriptions", body).get("agreementId").stringValue();
  }

  /** An offer from now on for so many days, with more members. */
  public String offer(int days, String more) {
    return "{\"endAt\":\"%s\"%s}".formatted(now().plus(Duration.ofDays(days)), more);
  }

  /** Takes a step that succeeds; the id of the agreement that lives then. */
  public String step(String agreement, String step, String body) {
    return simulator
        .post("/subscriptions/" + agreement + "/" + step, body)
        .get("agreementId")
        .stringValue();
  }

  /** Takes a step without a body. */
  public String step(String agreement, String step) {
    return step(agreement, step, "{}");
  }

  /** A step that is refused; the problem's sentence. */
  public String refused(String agreement, String step, String body, int status) {
    return simulator
        .control("POST", "/subscriptions/" + agreement + "/" + step, body, status)
        .get("detail")
        .stringValue();
  }

  /** The agreement as the control API shows it. */
  public JsonNode read(String agreement) {
    return simulator.get("/subscriptions/" + agreement);
  }

  /** The agreement's state and status at AWS. */
  public String state(String agreement) {
    JsonNode read = read(agreement);
    return read.get("state").stringValue()
        + " "
        + (read.get("awsStatus").isNull() ? "-" : read.get("awsStatus").stringValue());
  }

  /** The messages about an agreement, oldest first. */
  public List<JsonNode> messages(String agreement) {
    List<JsonNode> messages = new ArrayList<>();
    for (JsonNode notification : simulator.get("/notifications?limit=1000")) {
      if (notification.get("agreementId").asString("").equals(agreement)) {
        messages.add(JSON.readTree(notification.get("message").stringValue()));
      }
    }
    Collections.reverse(messages);
    return messages;
  }

  /** What those messages are, in short: the action, or the detail-type without its role. */
  public List<String> kinds(String agreement) {
    return messages(agreement).stream().map(Market::kind).toList();
  }

  private static String kind(JsonNode message) {
    JsonNode action = message.path("action");
    if (action.isString()) {
      return action.stringValue();
    }
    String type = message.get("detail-type").stringValue().replaceAll(" - .*", "");
    JsonNode agreement = message.at("/detail/agreement");
    String word = agreement.path("intent").asString(agreement.path("status").asString(""));
    return word.isEmpty() ? type : type + " " + word;
  }

  /** What happened to an agreement, without the messages. */
  public List<String> history(String agreement) {
    List<String> history = new ArrayList<>();
    for (JsonNode entry : simulator.get("/subscriptions/" + agreement + "/history")) {
      String what = entry.get("what").stringValue();
      if (!what.equals("MESSAGE")) {
        history.add(what);
      }
    }
    return history;
  }

  /** The business time. */
  public Instant now() {
    return Instant.parse(simulator.get("/clock").get("time").stringValue());
  }

  /** Moves the clock forward. */
  public void advance(Duration distance) {
    simulator.post("/clock", "{\"advance\":\"%s\"}".formatted(distance));
  }

  /** What lies on the queue of a product, as it lies there. */
  public List<String> queue(String product) {
    try (SqsClient sqs = simulator.sqs()) {
      String url =
          simulator.simulator().products().stream()
              .filter(p -> p.code().equals(product))
              .findFirst()
              .orElseThrow()
              .queueUrl();
      return sqs
          .receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(2))
          .messages()
          .stream()
          .map(m -> m.body())
          .toList();
    }
  }

  @Override
  public void close() {
    simulator.close();
  }
}
