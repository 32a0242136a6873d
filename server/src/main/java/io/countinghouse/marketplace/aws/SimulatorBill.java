package io.countinghouse.marketplace.aws;

import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WholeAnswer;
import io.countinghouse.marketplace.MarketplaceBill;
import io.countinghouse.marketplace.MarketplaceSettings;
import io.countinghouse.marketplace.Product;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an AWS simulator has charged, over its control API. */
@Component
@ConditionalOnProperty("countinghouse.marketplace.simulator-bill-url")
class SimulatorBill implements MarketplaceBill {

  private final URI simulator;
  private final MarketplaceSettings settings;
  private final JsonMapper json;
  private final HttpClient http;

  SimulatorBill(MarketplaceSettings settings, JsonMapper json) {
    this.simulator = Objects.requireNonNull(settings.simulatorBillUrl());
    this.settings = settings;
    this.json = json;
    this.http = HttpClient.newBuilder().connectTimeout(settings.connectTimeout()).build();
  }

  @Override
  public Answer charged(Product product, Instant from, Instant before) {
    String query =
        "/control/metering-records?productCode=%s&from=%s&to=%s"
            .formatted(URLEncoder.encode(product.code(), StandardCharsets.UTF_8), from, before);
    HttpRequest request =
        HttpRequest.newBuilder(simulator.resolve(query)).timeout(settings.answerTimeout()).build();
    try {
      HttpResponse<String> answer = WholeAnswer.of(http, request);
      return answer.statusCode() == 200
          ? new Answer.Charges(read(json.readTree(answer.body())))
          : new Answer.Unavailable("status " + answer.statusCode());
    } catch (IOException | JacksonException e) {
      return new Answer.Unavailable(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Unavailable("interrupted");
    }
  }

  private static List<Charge> read(JsonNode records) {
    List<Charge> charges = new ArrayList<>();
    for (JsonNode record : records) {
      charges.add(
          new Charge(
              record.path("accountId").asString(""),
              record.path("agreementId").asString(""),
              record.path("dimension").asString(""),
              Hour.containing(Instant.parse(record.path("hour").asString(""))),
              record.path("quantity").asLong()));
    }
    return charges;
  }
}
