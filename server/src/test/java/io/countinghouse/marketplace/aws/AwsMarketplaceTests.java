package io.countinghouse.marketplace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.marketplace.MarketplaceApi.Resolution;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.UsageRecord;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we send to AWS and how we read its answers, against an HTTP server that answers as told. */
class AwsMarketplaceTests {

  private static final String TOKEN = "tok-AbC+/=.0123";
  private static final Instant HOUR = Instant.parse("2026-09-01T10:00:00Z");

  @TempDir private Path folder;

  private AwsStub stub;
  private AwsMarketplace aws;

  @BeforeEach
  void start() throws IOException {
    stub = new AwsStub(folder, Clock.systemUTC());
    aws = stub.aws();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void aTokenIsResolvedBySignedJson() {
    stub.answers(
        200,
        "{\"CustomerIdentifier\":\"c1\",\"CustomerAWSAccountId\":\"345678901234\",\"ProductCode\":\"p\"}");

    assertThat(aws.resolve(product(), TOKEN))
        .isEqualTo(new Resolution.Resolved("p", "c1", "345678901234", null));

    AwsStub.Seen request = stub.seen();
    assertThat(request.body()).isEqualTo("{\"RegistrationToken\":\"tok-AbC+/=.0123\"}");
    assertThat(request.header("X-Amz-Target")).isEqualTo("AWSMPMeteringService.ResolveCustomer");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-amz-json-1.1");
    assertThat(request.header("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE0000000000/")
        .contains("/cn-northwest-1/aws-marketplace/aws4_request");
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidTokenException, Registration token is invalid, Invalid",
    "400, ExpiredTokenException, The submitted registration token has expired, Expired",
    "400, ExpiredTokenException, The security token included in the request is expired, Misconfigured",
    "400, ThrottlingException, Rate exceeded, Unavailable",
    "429, '', Slow down, Unavailable",
    "400, RequestLimitExceeded, Rate exceeded, Unavailable",
    "500, InternalServiceErrorException, Internal error, Unavailable",
    "400, DisabledApiException, The API is disabled in this Region, Misconfigured",
    "403, AccessDeniedException, No, Misconfigured",
    "400, com.amazon#InvalidTokenException, namespaced, Invalid",
    "503, '', '', Unavailable",
  })
  void aRefusedTokenSaysWhy(int http, String error, String message, String outcome) {
    stub.answers(http, "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(error, message));
    assertThat(aws.resolve(product(), TOKEN).getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void aRecordIsEncodedAsAwsWantsIt() {
    UsageRecord record =
        new UsageRecord(
            new UsageRecord.Customer.Legacy("c1"),
            "fee",
            HOUR,
            5,
            List.of(
                new UsageRecord.Allocation(
                    5, new TreeMap<>(Map.of("workspace", "wksp_1", "site", "cn2")))));
    assertThat(aws.callOf(product(), List.of(aws.encode(record))))
        .isEqualTo(
            "{\"ProductCode\":\"p\",\"UsageRecords\":[{\"Timestamp\":1788256800,"
                + "\"CustomerIdentifier\":\"c1\",\"Dimension\":\"fee\",\"Quantity\":5,"
                + "\"UsageAllocations\":[{\"AllocatedUsageQuantity\":5,\"Tags\":["
                + "{\"Key\":\"site\",\"Value\":\"cn2\"},{\"Key\":\"workspace\",\"Value\":\"wksp_1\"}]}]}]}");
  }

  @Test
  void aRecordWithoutItsAllocationsIsTheSameForAws() {
    UsageRecord record =
        new UsageRecord(
            new UsageRecord.Customer.Legacy("c1"),
            "fee",
            HOUR,
            5,
            List.of(new UsageRecord.Allocation(5, new TreeMap<>(Map.of("workspace", "wksp_1")))));
    assertThat(aws.withoutAllocations(aws.encode(record)))
        .isEqualTo(aws.encode(record.withoutAllocations()));
  }

  @Test
  void answersAreMatchedByTheEchoedRecordNotByPosition() {
    List<String> sent =
        List.of("a", "b", "c", "d", "e").stream()
            .map(UsageRecord.Customer.Legacy::new)
            .map(customer -> aws.encode(new UsageRecord(customer, "fee", HOUR, 1, List.of())))
            .toList();
    String answer =
        """
        {"Results":[
          {"UsageRecord":{"Timestamp":1.7882568E9,"CustomerIdentifier":"c","Dimension":"fee"},"Status":"DuplicateRecord"},
          {"UsageRecord":{"Timestamp":1788256800,"CustomerIdentifier":"a","Dimension":"fee"},"Status":"Success",
           "MeteringRecordId":"r1"},
          {"UsageRecord":{"Timestamp":1788256800,"CustomerIdentifier":"b","Dimension":"fee"},
           "Status":"CustomerNotSubscribed"}],
         "UnprocessedRecords":[{"Timestamp":1788256800,"CustomerIdentifier":"d","Dimension":"fee"}]}\
        """;
    stub.answers(200, answer);
    assertThat(aws.meter(product(), aws.callOf(product(), sent)))
        .isInstanceOfSatisfying(
            CallAnswer.Answered.class,
            answered ->
                assertThat(answered.records())
                    .containsExactly(
                        new RecordAnswer.Accepted("r1"),
                        new RecordAnswer.NotSubscribed(),
                        new RecordAnswer.Duplicate(null),
                        new RecordAnswer.Unprocessed(),
                        new RecordAnswer.Unclear("the answer has no word of this record")));
  }

  @ParameterizedTest
  @CsvSource({
    "400, TimestampOutOfBoundsException, Rejected",
    "400, InvalidUsageDimensionException, Rejected",
    "400, TooManyTagsException, Rejected",
    "400, InvalidLicenseException, Rejected",
    "400, InvalidCustomerIdentifierException, Rejected",
    "400, InvalidTagException, Rejected",
    "400, InvalidUsageAllocationsException, Rejected",
    "400, ValidationException, Rejected",
    "413, RequestEntityTooLargeException, Rejected",
    "400, ThrottlingException, Throttled",
    "429, '', Throttled",
    "400, InvalidProductCodeException, Misconfigured",
    "400, DisabledApiException, Misconfigured",
    "403, AccessDeniedException, Misconfigured",
    "403, SomethingNewException, Misconfigured",
    "400, ExpiredTokenException, Misconfigured",
    "403, InvalidSignatureException, Misconfigured",
    "500, InternalServiceErrorException, Unanswered",
    "502, '', Unanswered",
  })
  void aRejectedCallSaysWhoMustActAndWhetherAwsMayHaveIt(int http, String error, String outcome) {
    stub.answers(http, error.isEmpty() ? "<html>" : "{\"__type\":\"" + error + "\"}");
    assertThat(aws.meter(product(), "{}").getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void aRefusedConnectionNeverReachedAws() {
    Product product = product();
    stub.stop();
    assertThat(aws.meter(product, "{}")).isInstanceOf(CallAnswer.NotSent.class);
  }

  @Test
  void anAnswerWhoseBodyNeverEndsIsLost() {
    stub.answersHalf();
    assertThat(stub.hasty().meter(product(), "{}")).isInstanceOf(CallAnswer.Unanswered.class);
  }

  @Test
  void withoutASecureConnectionAwsWasNotReached() throws IOException {
    // Without a certificate it can shake no hands.
    try (ServerSocket server = SSLServerSocketFactory.getDefault().createServerSocket(0)) {
      Thread.ofVirtual().start(() -> refuse(server));
      URI here = URI.create("https://localhost:" + server.getLocalPort());
      Product product =
          TestProducts.product("p", Product.Model.LEGACY, "aws-cn", "cn-northwest-1", here);
      assertThat(aws.meter(product, "{}")).isInstanceOf(CallAnswer.NotSent.class);
    }
  }

  private static void refuse(ServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
    } catch (IOException e) {
      // As it is meant to.
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://sqs.us-east-1.amazonaws.com/1/q, us-east-1",
    "https://sqs.cn-northwest-1.amazonaws.com.cn/1/q, cn-northwest-1",
    "https://vpce-1-x.sqs.us-east-1.vpce.amazonaws.com/1/q, us-east-1",
    "http://localhost:9324/1/q, eu-west-1",
  })
  void aQueueIsReadInItsOwnRegion(URI queue, String region) {
    Product product =
        TestProducts.product("p", Product.Model.CONCURRENT, "aws", "eu-west-1", queue, null);
    assertThat(QueueConsumer.regionOf(product)).isEqualTo(region);
  }

  private Product product() {
    return stub.product("p", Product.Model.LEGACY, "aws-cn", "cn-northwest-1");
  }
}
