package io.countinghouse.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that talks to a demo without a browser: AWS by the control API, a data plane, a mail reader.
 */
final class Outside {

  /** The published worked example: 3.6 + 2.4 + 4 + 1.4 + 2 = 13.4 CNY a day. */
  private static final List<Usage> WORKED_EXAMPLE =
      List.of(
          new Usage("timeseries", "3d", "6000"),
          new Usage("log", "7d", "2000000"),
          new Usage("trace", "3d", "2000000"),
          new Usage("pv", "3d", "20000"),
          new Usage("trigger", "", "20000"));

  private static final Pattern CODE = Pattern.compile("(?<!\\d)(\\d{6})(?!\\d)");

  private final DemoProcess demo;
  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  Outside(DemoProcess demo) {
    this.demo = demo;
  }

  private record Usage(String item, String retention, String quantity) {}

  /** A subscription of which nothing was said to the seller yet. */
  record Held(String agreementId, String accountId, String registrationToken, URI landing) {}

  /** AWS sells the product to a new account and keeps its notification for now. */
  Held subscribeHolding(String accountName) {
    String account =
        post(demo.simulator("/control/accounts"), Map.of("name", accountName))
            .path("accountId")
            .asString();
    JsonNode made =
        post(
            demo.simulator("/control/subscriptions"),
            Map.of("accountId", account, "productCode", productCode(), "notifications", "hold"));
    return new Held(
        made.path("agreementId").asString(),
        account,
        made.path("registrationToken").asString(),
        URI.create(made.path("fulfillmentUrl").asString()));
  }

  /** AWS says what it kept. */
  void release(Held held) {
    JsonNode _ =
        post(
            demo.simulator(
                "/control/subscriptions/" + held.agreementId() + "/notifications/release"),
            Map.of());
  }

  String productCode() {
    return get(demo.simulator("/control/products")).path(0).path("code").asString();
  }

  Instant now() {
    return Instant.parse(get(demo.simulator("/control/clock")).path("time").asString());
  }

  void advance(Duration distance) {
    JsonNode _ = post(demo.simulator("/control/clock"), Map.of("advance", distance.toString()));
  }

  /** Asks for an advance whose end nobody waits for: the demo may be killed on the way. */
  void beginAdvance(Duration distance) {
    HttpRequest request =
        HttpRequest.newBuilder(demo.simulator("/control/clock"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"advance\":\"" + distance + "\"}"))
            .build();
    var _ = http.sendAsync(request, BodyHandlers.discarding());
  }

  /** The bill's total of the month of that time, as AWS would collect it. */
  String billed(String accountId, Instant time) {
    YearMonth month = YearMonth.from(time.atOffset(ZoneOffset.UTC));
    return get(demo.simulator("/control/bill?accountId=" + accountId + "&month=" + month))
        .path("products")
        .path(0)
        .path("total")
        .asString("");
  }

  /** The quantities that AWS charges for an agreement, but for zeros. */
  List<Long> charges(String agreementId) {
    List<Long> charges = new ArrayList<>();
    for (JsonNode record :
        get(demo.simulator("/control/metering-records?agreementId=" + agreementId))) {
      long quantity = record.path("quantity").asLong();
      if (quantity != 0) {
        charges.add(quantity);
      }
    }
    return charges;
  }

  /** The data plane reports the worked example's usage as used now. */
  void useTheWorkedExample(String workspace) {
    Instant now = now();
    List<Map<String, Object>> events =
        WORKED_EXAMPLE.stream().map(usage -> event(workspace, now, usage)).toList();
    HttpRequest request =
        HttpRequest.newBuilder(demo.server("/api/v1/usage"))
            .header("Authorization", "Bearer " + demo.apiKey())
            .header("Content-Type", "application/cloudevents-batch+json")
            .POST(BodyPublishers.ofString(json.writeValueAsString(events)))
            .build();
    JsonNode answer = send(request);
    if (answer.path("accepted").asInt() != events.size()) {
      throw new AssertionError("usage was not taken: " + answer);
    }
  }

  private static Map<String, Object> event(String workspace, Instant time, Usage usage) {
    Map<String, String> data =
        usage.retention.isEmpty()
            ? Map.of("item", usage.item, "quantity", usage.quantity)
            : Map.of("item", usage.item, "quantity", usage.quantity, "retention", usage.retention);
    return Map.of(
        "specversion",
        "1.0",
        "id",
        UUID.randomUUID().toString(),
        "source",
        "acceptance",
        "type",
        "io.countinghouse.usage",
        "subject",
        workspace,
        "time",
        time.toString(),
        "data",
        data);
  }

  /** The code in the first mail to an address, once it is there. */
  String codeSentTo(String email) {
    return Awaitility.await("a mail with a code to " + email)
        .atMost(Duration.ofSeconds(30))
        .until(() -> code(email), code -> !code.isEmpty());
  }

  private String code(String email) {
    for (JsonNode mail : mails(email)) {
      Matcher code = CODE.matcher(mail.path("text").asString());
      if (code.find()) {
        return code.group(1);
      }
    }
    return "";
  }

  /** The mails to an address, newest first. */
  JsonNode mails(String email) {
    return get(demo.mailBox("/messages?to=" + URLEncoder.encode(email, StandardCharsets.UTF_8)));
  }

  JsonNode get(URI uri) {
    return send(HttpRequest.newBuilder(uri).build());
  }

  private JsonNode post(URI uri, Object body) {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
            .build());
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new AssertionError(
            request.uri() + " answered " + response.statusCode() + ": " + response.body());
      }
      return json.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
