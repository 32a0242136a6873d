package awssimulator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.AwsSimulator.Product;
import awssimulator.client.Agreement.NewSubscription;
import awssimulator.client.Agreement.Subscribed;
import awssimulator.client.Faults.Kind;
import awssimulator.client.Faults.Plan;
import awssimulator.client.Faults.Plans;
import awssimulator.client.SimulatorClient;
import awssimulator.junit.LocalSimulator;
import awssimulator.junit.WithAwsSimulator;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;

/** A seller's hours, from the first subscription to the bill. */
@WithAwsSimulator(settings = "aws-simulator.start-at=2026-11-30T22:10:00Z")
class SellerLoopIntegrationTests {
  private static final String PRODUCT = "4wq8n2v7k1x9d5m3z6c0b8r2t";

  private final SimulatorClient simulator;
  private final MarketplaceMeteringClient metering;
  private final Subscribed subscribed;
  private final String customer;

  SellerLoopIntegrationTests(LocalSimulator running, SimulatorClient client) {
    simulator = client;
    Product product = running.product(PRODUCT);
    metering =
        MarketplaceMeteringClient.builder()
            .endpointOverride(running.endpoint())
            .region(Region.of(product.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(product.accessKeyId(), product.secretAccessKey())))
            .build();
    String account = simulator.accounts().create("A buyer").accountId();
    subscribed =
        simulator
            .subscriptions()
            .subscribe(NewSubscription.of(account, PRODUCT).holdingNotifications());
    customer =
        metering
            .resolveCustomer(r -> r.registrationToken(subscribed.registrationToken()))
            .customerIdentifier();
  }

  private String meter(Instant hour, int quantity) {
    UsageRecord usage =
        UsageRecord.builder()
            .timestamp(hour)
            .customerIdentifier(customer)
            .dimension("fee")
            .quantity(quantity)
            .build();
    return metering
        .batchMeterUsage(r -> r.productCode(PRODUCT).usageRecords(usage))
        .results()
        .getFirst()
        .statusAsString();
  }

  @Test
  void usageCountsFromTheNotificationToTheEndOfTheFinalHour() {
    Instant hour = Instant.parse("2026-11-30T22:00:00Z");
    assertThat(meter(hour, 250)).isEqualTo("CustomerNotSubscribed");

    simulator.subscriptions().release(subscribed.agreementId());
    simulator.faults().set(Plans.of("BatchMeterUsage", Plan.script(Kind.THROTTLING)));
    assertThat(meter(hour, 250)).isEqualTo("Success"); // The SDK tried twice.
    assertThat(meter(hour, 251)).isEqualTo("DuplicateRecord");

    simulator.subscriptions().cancel(subscribed.agreementId());
    assertThat(meter(hour, 250)).isEqualTo("Success"); // The same once more charges nothing.
    simulator.clock().advance(Duration.ofHours(1));
    assertThat(meter(hour, 1)).isEqualTo("CustomerNotSubscribed");

    var bill =
        simulator.observations().bill(subscribed.customerAwsAccountId(), YearMonth.of(2026, 11));
    assertThat(bill.products().getFirst().total()).isEqualTo("2.50");
  }
}
