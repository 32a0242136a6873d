package io.countinghouse.marketplace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.AgreementSearch;
import io.countinghouse.marketplace.MarketplaceBill;
import io.countinghouse.marketplace.Product;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What AWS holds, and what a simulator charged, against an HTTP server that answers as told. */
class AwsAgreementsTests {

  private static final Instant DAY = Instant.parse("2026-05-12T00:00:00Z");

  @TempDir private Path folder;

  private AwsStub stub;
  private Product product;

  @BeforeEach
  void start() throws IOException {
    stub = new AwsStub(folder, Clock.systemUTC());
    product = stub.product("produs", Product.Model.CONCURRENT, "aws", "eu-west-1");
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void activeAgreementsAreSearchedInTheOneRegionThatHasThem() {
    stub.answers(
        200,
        """
        {"agreementViewSummaries":[{"agreementId":"agmt-1","acceptor":{"accountId":"345678901234"},
          "proposalSummary":{"resources":[{"id":"prod-1","type":"SaaSProduct"}],"offerId":"offer-1"},
          "status":"ACTIVE"}]}\
        """);
    assertThat(stub.agreements().active(product))
        .isEqualTo(
            new AgreementSearch.Answer.Active(
                List.of(new AgreementSearch.Held("agmt-1", "345678901234", List.of("prod-1")))));
    AwsStub.Seen request = stub.seen();
    assertThat(request.header("X-Amz-Target"))
        .isEqualTo("AWSMPCommerceService_v20200301.SearchAgreements");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-amz-json-1.0");
    assertThat(request.header("Authorization")).contains("/us-east-1/aws-marketplace/aws4_request");
    assertThat(request.body())
        .contains("\"catalog\":\"AWSMarketplace\"", "{\"name\":\"Status\",\"values\":[\"ACTIVE\"]}")
        .doesNotContain("nextToken");
  }

  @Test
  void onlyConcurrentProductsOfTheGlobalPartitionHaveTheApi() {
    assertThat(stub.agreements().knows(product)).isTrue();
    assertThat(stub.agreements().knows(stub.product("p", Product.Model.LEGACY, "aws", "us-east-1")))
        .isFalse();
    assertThat(
            stub.agreements()
                .knows(stub.product("p", Product.Model.CONCURRENT, "aws-cn", "cn-northwest-1")))
        .isFalse();
  }

  @Test
  void anAnswerThatCannotBeReadIsNoAnswer() {
    stub.answers(400, "{\"__type\":\"ThrottlingException\"}");
    assertThat(stub.agreements().active(product))
        .isInstanceOf(AgreementSearch.Answer.Unavailable.class);
    stub.answers(200, "<html>");
    assertThat(stub.agreements().active(product))
        .isInstanceOf(AgreementSearch.Answer.Unavailable.class);
    assertThat(stub.bill().charged(product, DAY, DAY.plusSeconds(86400)))
        .isInstanceOf(MarketplaceBill.Answer.Unavailable.class);
    stub.answers(500, "");
    assertThat(stub.bill().charged(product, DAY, DAY.plusSeconds(86400)))
        .isInstanceOf(MarketplaceBill.Answer.Unavailable.class);
  }

  @Test
  void theBillOfASimulatorIsRead() {
    stub.answers(
        200,
        """
        [{"meteringRecordId":"m1","productCode":"produs","accountId":"345678901234","agreementId":"agmt-1",
          "dimension":"fee","hour":"2026-05-12T03:00:00Z","usageTime":"2026-05-12T03:20:00Z","quantity":42,
          "allocations":[],"receivedAt":"2026-05-12T04:05:00Z"}]\
        """);
    assertThat(stub.bill().charged(product, DAY, DAY.plusSeconds(86400)))
        .isEqualTo(
            new MarketplaceBill.Answer.Charges(
                List.of(
                    new MarketplaceBill.Charge(
                        "345678901234",
                        "agmt-1",
                        "fee",
                        new Hour(Instant.parse("2026-05-12T03:00:00Z")),
                        42))));
    assertThat(stub.seen().path()).isEqualTo("/control/metering-records");
  }

  /** AWS's own metering address says nothing of where its Agreement API is. */
  @Test
  void anAddressOfTheMeteringApiIsNoneOfTheAgreementApi() {
    URI aws = URI.create("https://metering-marketplace.us-east-1.api.aws");
    assertThat(AwsJsonClient.agreementEndpointOf(product(aws)))
        .isEqualTo(AwsJsonClient.agreementEndpointOf(product(null)))
        .hasHost("agreement-marketplace.us-east-1.amazonaws.com");
    assertThat(AwsJsonClient.agreementEndpointOf(product(URI.create("http://localhost:8090"))))
        .hasHost("localhost");
  }

  private static Product product(@Nullable URI endpoint) {
    return TestProducts.product("p", Product.Model.CONCURRENT, "aws", "us-east-1", endpoint);
  }
}
