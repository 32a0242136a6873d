package awssimulator;

import static awssimulator.VectorMarket.status;
import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.market.Agreement;
import awssimulator.market.Offer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Where AWS's documents disagree, both behaviours can be had; the default is the safe rule's. */
class ConflictSettingIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACCOUNT = TestSimulator.ACCOUNT;
  private static final Instant START = Instant.parse("2026-09-10T08:20:00Z");
  private static final long NINE = Instant.parse("2026-09-10T09:00:00Z").getEpochSecond();

  private static VectorMarket legacy(Map<String, String> settings) {
    return VectorMarket.start("legacy", START, settings);
  }

  private static HttpResponse<String> meter(VectorMarket market, String customer, String more) {
    return market
        .seller()
        .send(
            market.simulator(),
            "BatchMeterUsage",
            """
            {"ProductCode":"%s","UsageRecords":[{"Timestamp":%d,"CustomerIdentifier":"%s",\
            "Dimension":"data_gb","Quantity":5%s}]}\
            """
                .formatted(VectorMarket.PRODUCT, NINE, customer, more));
  }

  private static String type(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    return JSON.readTree(response.body()).get("__type").stringValue();
  }

  @ParameterizedTest
  @CsvSource({"1h, 10, true", "1h, 11, false", "6h, 15, true", "6h, 16, false", "24h, 23, true"})
  void c1HowOldARecordMayBe(String window, int hour, boolean taken) {
    try (VectorMarket market =
        legacy(Map.of("aws-simulator.metering.partitions.aws.metering-window", window))) {
      market.subscribe(ACCOUNT, Offer.standard());
      market.at("2026-09-10T%d:30:00Z".formatted(hour));
      HttpResponse<String> response = meter(market, market.customer(ACCOUNT), "");
      if (taken) {
        assertThat(status(response)).isEqualTo("Success");
      } else {
        assertThat(type(response)).isEqualTo("TimestampOutOfBoundsException");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4h, PT3H59M, PT1M", "1h, PT59M, PT1M", "30m, PT29M, PT1M"})
  void c3HowLongATokenLives(String life, String before, String rest) {
    try (VectorMarket market = legacy(Map.of("token-life", life))) {
      Agreement agreement = market.subscribe(ACCOUNT, Offer.standard());
      String request = tokenRequest(market, agreement);
      market.simulator().post("/clock", "{\"advance\":\"%s\"}".formatted(before));
      assertThat(market.seller().send(market.simulator(), "ResolveCustomer", request).statusCode())
          .isEqualTo(200);
      market.simulator().post("/clock", "{\"advance\":\"%s\"}".formatted(rest));
      assertThat(type(market.seller().send(market.simulator(), "ResolveCustomer", request)))
          .isEqualTo("ExpiredTokenException");
    }
  }

  private static String tokenRequest(VectorMarket market, Agreement agreement) {
    return "{\"RegistrationToken\":%s}"
        .formatted(
            market
                .simulator()
                .create("/subscriptions/" + agreement.agreementId() + "/token", "{}")
                .get("registrationToken"));
  }

  @ParameterizedTest
  @CsvSource({"false, 200", "true, 400"})
  void c4WhetherATokenIsSpentByItsFirstUse(String oneTime, int secondStatus) {
    try (VectorMarket market = legacy(Map.of("token-one-time", oneTime))) {
      String request = tokenRequest(market, market.subscribe(ACCOUNT, Offer.standard()));
      SignedCall seller = market.seller();
      HttpResponse<String> first = seller.send(market.simulator(), "ResolveCustomer", request);
      HttpResponse<String> second = seller.send(market.simulator(), "ResolveCustomer", request);
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(second.statusCode()).isEqualTo(secondStatus);
      if (secondStatus == 200) {
        assertThat(second.body()).isEqualTo(first.body());
      } else {
        assertThat(type(second)).isEqualTo("ExpiredTokenException");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"success, Success", "duplicate-record, DuplicateRecord"})
  void c5WhatAnIdenticalResendIsAnswered(String setting, String expected) {
    try (VectorMarket market = legacy(Map.of("aws-simulator.metering.identical-resend", setting))) {
      market.subscribe(ACCOUNT, Offer.standard());
      market.at("2026-09-10T10:00:00Z");
      HttpResponse<String> first = meter(market, market.customer(ACCOUNT), "");
      HttpResponse<String> again = meter(market, market.customer(ACCOUNT), "");
      assertThat(status(again)).isEqualTo(expected);
      assertThat(JSON.readTree(again.body()).at("/Results/0/MeteringRecordId"))
          .isEqualTo(JSON.readTree(first.body()).at("/Results/0/MeteringRecordId"));
      assertThat(market.simulator().get("/metering-records")).hasSize(1);
    }
  }

  @Test
  void c8AnUnknownCustomerIsAnException() {
    try (VectorMarket market = legacy(Map.of())) {
      market.at("2026-09-10T10:00:00Z");
      assertThat(type(meter(market, "nobody", ""))).isEqualTo("InvalidCustomerIdentifierException");
    }
  }

  @Test
  void c8AnUnknownCustomerMayAlsoBeAStatus() {
    try (VectorMarket market =
        legacy(Map.of("aws-simulator.metering.unknown-customer", "customer-not-subscribed"))) {
      market.at("2026-09-10T10:00:00Z");
      assertThat(status(meter(market, "nobody", ""))).isEqualTo("CustomerNotSubscribed");
    }
  }

  @ParameterizedTest
  @CsvSource({"invalid-tag, InvalidTagException", "too-many-tags, TooManyTagsException"})
  void c9HowTooManyTagsAreCalled(String setting, String expected) {
    StringBuilder tags = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      tags.append(i == 0 ? "" : ",").append("{\"Key\":\"k%d\",\"Value\":\"v\"}".formatted(i));
    }
    String allocations =
        ",\"UsageAllocations\":[{\"AllocatedUsageQuantity\":5,\"Tags\":[%s]}]".formatted(tags);
    try (VectorMarket market = legacy(Map.of("aws-simulator.metering.too-many-tags", setting))) {
      market.subscribe(ACCOUNT, Offer.standard());
      market.at("2026-09-10T10:00:00Z");
      assertThat(type(meter(market, market.customer(ACCOUNT), allocations))).isEqualTo(expected);
      assertThat(
              type(
                  meter(
                      market,
                      market.customer(ACCOUNT),
                      allocations.replaceAll(",\\{\"Key\".*\\}\\]\\}", "]}").replace("k0", "键"))))
          .isEqualTo("InvalidTagException");
    }
  }
}
