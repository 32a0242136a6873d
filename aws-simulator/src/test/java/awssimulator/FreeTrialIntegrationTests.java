package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.Tag;
import software.amazon.awssdk.services.marketplacemetering.model.UsageAllocation;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResult;
import tools.jackson.databind.JsonNode;

/** A free trial is metered as ever, priced at zero, and over by itself (facts §4.6, §7.3). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreeTrialIntegrationTests {
  private TestSimulator simulator;
  private MarketplaceMeteringClient metering;

  @BeforeAll
  void midMonth() {
    simulator = TestSimulator.start(Map.of("aws-simulator.start-at", "2026-11-10T10:20:00Z"));
    metering = simulator.metering();
  }

  @AfterAll
  void stop() {
    metering.close();
    simulator.close();
  }

  private JsonNode subscribe(String account, String offer, int status) {
    return simulator.control(
        "POST",
        "/subscriptions",
        "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"offer\":%s}"
            .formatted(account, TestSimulator.PRODUCT, offer),
        status);
  }

  private void meter(String customer, int quantity) {
    Instant hour =
        Instant.parse(simulator.get("/clock").get("time").stringValue())
            .truncatedTo(ChronoUnit.HOURS);
    UsageAllocation tagged =
        UsageAllocation.builder()
            .allocatedUsageQuantity(quantity)
            .tags(Tag.builder().key("workspace").value("one").build())
            .build();
    UsageRecord record =
        UsageRecord.builder()
            .customerIdentifier(customer)
            .dimension("fee")
            .timestamp(hour)
            .quantity(quantity)
            .usageAllocations(tagged)
            .build();
    List<UsageRecordResult> results =
        metering
            .batchMeterUsage(r -> r.productCode(TestSimulator.PRODUCT).usageRecords(record))
            .results();
    assertThat(results.getFirst().statusAsString()).isEqualTo("Success");
  }

  @Test
  void usageOfTheTrialCostsNothingAndTheNextHourItsPrice() {
    String account = simulator.account();
    JsonNode made = subscribe(account, "{\"freeTrialDays\":7}", 201);
    String customer = made.get("customerIdentifier").stringValue();
    JsonNode terms =
        simulator.get("/subscriptions/" + made.get("agreementId").stringValue()).get("terms");
    assertThat(Instant.parse(terms.get("freeTrialEndsAt").stringValue()))
        .isEqualTo(Instant.parse(terms.get("startAt").stringValue()).plus(7, ChronoUnit.DAYS));

    meter(customer, 300);
    simulator.post("/clock", "{\"advance\":\"P7D\"}");
    // The trial ended within this hour, which it began.
    meter(customer, 20);
    simulator.post("/clock", "{\"advance\":\"PT1H\"}");
    meter(customer, 5);

    JsonNode bill =
        simulator.get("/bill?month=2026-11&accountId=" + account).get("products").get(0);
    JsonNode fee = bill.get("dimensions").get(0);
    assertThat(fee.get("quantity").longValue()).isEqualTo(325);
    assertThat(fee.get("freeQuantity").longValue()).isEqualTo(320);
    assertThat(fee.get("amount").stringValue()).isEqualTo("0.05");
    assertThat(bill.get("total").stringValue()).isEqualTo("0.05");
    assertThat(bill.get("tags").get(0).get("quantity").longValue()).isEqualTo(325);
    assertThat(bill.get("tags").get(0).get("amount").stringValue()).isEqualTo("0.05");
    assertThat(simulator.get("/metering-records?accountId=" + account))
        .extracting(charged -> charged.get("free").booleanValue())
        .containsExactly(true, true, false);
  }

  @Test
  void itLastsSevenToNinetyDays() {
    String account = simulator.account();
    for (String refused : new String[] {"6", "91"}) {
      assertThat(
              subscribe(account, "{\"freeTrialDays\":" + refused + "}", 400)
                  .get("detail")
                  .stringValue())
          .contains("7 to 90 days");
    }
    subscribe(account, "{\"freeTrial\":false,\"freeTrialDays\":9}", 400);
    JsonNode made = subscribe(account, "{\"freeTrial\":true,\"freeTrialDays\":90}", 201);
    assertThat(made.get("offerType").stringValue()).isEqualTo("free-trial");
  }
}
