package io.countinghouse.marketplace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.marketplace.MarketplaceApi.Resolution;
import io.countinghouse.marketplace.MarketplaceSettings;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.UsageRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What we send to AWS and how we read its answers, against an HTTP server that answers as told. */
class AwsMarketplaceTests {

  private static final String TOKEN = "tok-AbC+/=.0123";
  private static final Instant HOUR = Instant.parse("2026-09-01T10:00:00Z");

  private record Seen(String target, String authorization, String contentType, String body) {}

  private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();
  private final JsonMapper json = JsonMapper.builder().build();
  private int status = 200;
  private String answer = "{}";
  private HttpServer server;
  private AwsMarketplace aws;

  @TempDir private Path folder;

  AwsMarketplaceTests() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    MarketplaceSettings settings =
        new MarketplaceSettings(List.of(), false, 0, Duration.ofSeconds(1), Duration.ofSeconds(1));
    aws =
        new AwsMarketplace(
            new AwsJsonClient(new AwsCredentialsSource(), settings, json, Clock.systemUTC()), json);
  }

  @BeforeEach
  void start() throws IOException {
    Path credentials = folder.resolve("credentials");
    Files.writeString(
        credentials,
        "[cn]\naws_access_key_id=AKIDEXAMPLE0000000000\naws_secret_access_key=InventedSecret\n");
    System.setProperty("aws.sharedCredentialsFile", credentials.toString());
    server.createContext(
        "/",
        exchange -> {
          seen.set(
              new Seen(
                  exchange.getRequestHeaders().getFirst("X-Amz-Target"),
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty("aws.sharedCredentialsFile");
  }

  @Test
  void aTokenIsResolvedBySignedJson() {
    answer =
        "{\"CustomerIdentifier\":\"c1\",\"CustomerAWSAccountId\":\"345678901234\",\"ProductCode\":\"p\"}";

    assertThat(aws.resolve(product(port()), TOKEN))
        .isEqualTo(new Resolution.Resolved("p", "c1", "345678901234", null));

    Seen request = Objects.requireNonNull(seen.get());
    assertThat(request.body()).isEqualTo("{\"RegistrationToken\":\"tok-AbC+/=.0123\"}");
    assertThat(request.target()).isEqualTo("AWSMPMeteringService.ResolveCustomer");
    assertThat(request.contentType()).isEqualTo("application/x-amz-json-1.1");
    assertThat(request.authorization())
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE0000000000/")
        .contains("/cn-northwest-1/aws-marketplace/aws4_request");
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidTokenException, Registration token is invalid, Invalid",
    "400, ExpiredTokenException, The submitted registration token has expired, Expired",
    "400, ExpiredTokenException, The security token included in the request is expired, Misconfigured",
    "400, ThrottlingException, Rate exceeded, Unavailable",
    "500, InternalServiceErrorException, Internal error, Unavailable",
    "400, DisabledApiException, The API is disabled in this Region, Misconfigured",
    "403, AccessDeniedException, No, Misconfigured",
    "400, com.amazon#InvalidTokenException, namespaced, Invalid",
    "503, '', '', Unavailable",
  })
  void aRefusedTokenSaysWhy(int http, String error, String message, String outcome) {
    status = http;
    answer = "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(error, message);
    assertThat(aws.resolve(product(port()), TOKEN).getClass().getSimpleName()).isEqualTo(outcome);
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
    assertThat(aws.callOf(product(port()), List.of(aws.encode(record))))
        .isEqualTo(
            "{\"ProductCode\":\"p\",\"UsageRecords\":[{\"Timestamp\":1788256800,"
                + "\"CustomerIdentifier\":\"c1\",\"Dimension\":\"fee\",\"Quantity\":5,"
                + "\"UsageAllocations\":[{\"AllocatedUsageQuantity\":5,\"Tags\":["
                + "{\"Key\":\"site\",\"Value\":\"cn2\"},{\"Key\":\"workspace\",\"Value\":\"wksp_1\"}]}]}]}");
  }

  @Test
  void answersAreMatchedByTheEchoedRecordNotByPosition() {
    List<String> sent =
        List.of("a", "b", "c", "d", "e").stream()
            .map(UsageRecord.Customer.Legacy::new)
            .map(customer -> aws.encode(new UsageRecord(customer, "fee", HOUR, 1, List.of())))
            .toList();
    answer =
        """
        {"Results":[
          {"UsageRecord":{"Timestamp":1.7882568E9,"CustomerIdentifier":"c","Dimension":"fee"},"Status":"DuplicateRecord"},
          {"UsageRecord":{"Timestamp":1788256800,"CustomerIdentifier":"a","Dimension":"fee"},"Status":"Success",
           "MeteringRecordId":"r1"},
          {"UsageRecord":{"Timestamp":1788256800,"CustomerIdentifier":"b","Dimension":"fee"},
           "Status":"CustomerNotSubscribed"}],
         "UnprocessedRecords":[{"Timestamp":1788256800,"CustomerIdentifier":"d","Dimension":"fee"}]}\
        """;
    assertThat(aws.meter(product(port()), aws.callOf(product(port()), sent)))
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
    "400, ThrottlingException, Deferred",
    "400, InvalidProductCodeException, Deferred",
    "403, AccessDeniedException, Deferred",
    "500, InternalServiceErrorException, Unanswered",
    "502, '', Unanswered",
  })
  void aRejectedCallSaysWhoMustActAndWhetherAwsMayHaveIt(int http, String error, String outcome) {
    status = http;
    answer = error.isEmpty() ? "<html>" : "{\"__type\":\"" + error + "\"}";
    assertThat(aws.meter(product(port()), "{}").getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void aRefusedConnectionNeverReachedAws() {
    int port = port();
    server.stop(0);
    assertThat(aws.meter(product(port), "{}")).isInstanceOf(CallAnswer.NotSent.class);
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static Product product(int port) {
    URI uri = URI.create("http://127.0.0.1:" + port);
    return new Product(
        "guance-cn",
        "p",
        "观测云",
        "Guance",
        "aws-cn",
        "cn-northwest-1",
        Product.Model.LEGACY,
        Currency.getInstance("CNY"),
        List.of("fee"),
        new BigDecimal("0.01"),
        uri,
        uri,
        uri,
        "cn",
        null,
        uri,
        uri,
        Duration.ofHours(6),
        Duration.ofMinutes(60));
  }
}
