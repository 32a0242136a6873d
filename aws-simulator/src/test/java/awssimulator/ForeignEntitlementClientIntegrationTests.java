package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import awssimulator.market.Agreement;
import awssimulator.market.Offer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplaceagreement.MarketplaceAgreementClient;
import software.amazon.awssdk.services.marketplaceagreement.model.AgreementStatus;
import software.amazon.awssdk.services.marketplaceagreement.model.AgreementViewSummary;
import software.amazon.awssdk.services.marketplaceagreement.model.DescribeAgreementResponse;
import software.amazon.awssdk.services.marketplaceagreement.model.Filter;
import software.amazon.awssdk.services.marketplaceagreement.model.ResourceNotFoundException;
import software.amazon.awssdk.services.marketplaceagreement.model.ValidationException;
import software.amazon.awssdk.services.marketplaceagreement.model.ValidationExceptionReason;
import software.amazon.awssdk.services.marketplaceentitlement.MarketplaceEntitlementClient;
import software.amazon.awssdk.services.marketplaceentitlement.model.Entitlement;
import software.amazon.awssdk.services.marketplaceentitlement.model.GetEntitlementFilterName;
import software.amazon.awssdk.services.marketplaceentitlement.model.InvalidParameterException;

/** The unmodified AWS SDK's clients for entitlements and agreements talk to the simulator. */
class ForeignEntitlementClientIntegrationTests {
  private static final Instant END = Instant.parse("2027-09-10T08:00:00Z");
  private static final VectorMarket MARKET =
      VectorMarket.start(
          "concurrent",
          Instant.parse("2026-09-10T08:00:00Z"),
          Map.of(
              "contract-dimensions[0].name", "seats",
              "contract-dimensions[0].title-zh", "席位",
              "contract-dimensions[0].title-en", "Seats"));
  private static final Agreement AGREEMENT =
      MARKET.subscribe(
          TestSimulator.ACCOUNT,
          new Offer(null, false, null, END, null, null, null, null, Map.of("seats", 25L)));

  @AfterAll
  static void stop() {
    MARKET.close();
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder) {
    return builder
        .endpointOverride(URI.create(MARKET.simulator().address()))
        .region(Region.US_EAST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    MARKET.seller().accessKeyId(), MARKET.seller().secret())))
        .build();
  }

  @Test
  void itReadsEntitlementsOverAnEmptyPage() {
    MARKET.faults("GetEntitlements", "{\"kind\":\"empty-page\"}");
    try (MarketplaceEntitlementClient client = client(MarketplaceEntitlementClient.builder())) {
      List<Entitlement> found =
          client.getEntitlementsPaginator(r -> r.productCode(VectorMarket.PRODUCT)).stream()
              .flatMap(page -> page.entitlements().stream())
              .toList();
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().value().integerValue()).isEqualTo(25);
      assertThat(found.getFirst().expirationDate()).isEqualTo(END);
      assertThat(found.getFirst().customerAWSAccountId()).isEqualTo(TestSimulator.ACCOUNT);
    }
  }

  @Test
  void itSeesExcludingFiltersAsItsOwnException() {
    try (MarketplaceEntitlementClient client = client(MarketplaceEntitlementClient.builder())) {
      assertThatThrownBy(() ->
              client.getEntitlements(r ->
                  r.productCode(VectorMarket.PRODUCT)
                      .filter(
                          Map.of(
                              GetEntitlementFilterName.CUSTOMER_IDENTIFIER, List.of("a"),
                              GetEntitlementFilterName.CUSTOMER_AWS_ACCOUNT_ID, List.of("b")))))
          .isInstanceOf(InvalidParameterException.class);
    }
  }

  @Test
  void itDescribesAnAgreement() {
    try (MarketplaceAgreementClient client = client(MarketplaceAgreementClient.builder())) {
      DescribeAgreementResponse agreement =
          client.describeAgreement(r -> r.agreementId(AGREEMENT.agreementId()));
      assertThat(agreement.status()).isEqualTo(AgreementStatus.ACTIVE);
      assertThat(agreement.endTime()).isEqualTo(END);
      assertThat(agreement.acceptor().accountId()).isEqualTo(TestSimulator.ACCOUNT);
      assertThat(agreement.proposalSummary().resources().getFirst().id())
          .isEqualTo("prod-7hqv2mexample1");
      assertThatThrownBy(() -> client.describeAgreement(r -> r.agreementId("agmt-none")))
          .isInstanceOfSatisfying(
              ResourceNotFoundException.class,
              e -> assertThat(e.resourceId()).isEqualTo("agmt-none"));
    }
  }

  @Test
  void itSearchesAgreements() {
    try (MarketplaceAgreementClient client = client(MarketplaceAgreementClient.builder())) {
      List<AgreementViewSummary> found =
          client
              .searchAgreementsPaginator(r ->
                  r.catalog("AWSMarketplace")
                      .filters(
                          filter("PartyType", "Proposer"),
                          filter("AgreementType", "PurchaseAgreement"),
                          filter("AcceptorAccountId", TestSimulator.ACCOUNT),
                          filter("ResourceIdentifier", "prod-7hqv2mexample1"),
                          filter("Status", "ACTIVE")))
              .stream()
              .flatMap(page -> page.agreementViewSummaries().stream())
              .toList();
      assertThat(found)
          .extracting(AgreementViewSummary::agreementId)
          .containsExactly(AGREEMENT.agreementId());
      assertThatThrownBy(() ->
              client.searchAgreements(
                  r -> r.catalog("AWSMarketplace").filters(filter("OfferId", "offer-1"))))
          .isInstanceOfSatisfying(
              ValidationException.class,
              e -> assertThat(e.reason()).isEqualTo(ValidationExceptionReason.UNSUPPORTED_FILTERS));
    }
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
