package awssimulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulator on free ports, with the clients that tests need. */
public final class TestSimulator implements AutoCloseable {
  /** The code of the product that the simulator has by default. */
  public static final String PRODUCT = "4wq8n2v7k1x9d5m3z6c0b8r2t";

  /** An account that exists from the start. */
  public static final String ACCOUNT = "345678901234";

  private static final JsonMapper JSON = new JsonMapper();

  private final AwsSimulator simulator;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestSimulator(Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("aws-simulator.port", "0");
    all.put("aws-simulator.sqs-port", "0");
    all.put("aws-simulator.memory", "true");
    all.put("aws-simulator.calls-per-second", "10000");
    all.putAll(settings);
    simulator = AwsSimulator.start(all);
  }

  /** Starts one in memory, with settings that win over the defaults. */
  public static TestSimulator start(Map<String, String> settings) {
    return new TestSimulator(settings);
  }

  /** The running simulator. */
  public AwsSimulator simulator() {
    return simulator;
  }

  /** Where pages and control API are. */
  public String address() {
    return simulator.address();
  }

  /** Sends a control request and expects that status; the answer is its JSON. */
  public JsonNode control(String method, String path, String body, int status) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + "/control" + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<String> response = send(request.build());
    if (response.statusCode() != status) {
      throw new AssertionError(
          method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /** A control GET that succeeds. */
  public JsonNode get(String path) {
    return control("GET", path, "", 200);
  }

  /** A control POST that creates something. */
  public JsonNode create(String path, String body) {
    return control("POST", path, body, 201);
  }

  /** A control POST that succeeds. */
  public JsonNode post(String path, String body) {
    return control("POST", path, body, 200);
  }

  /** Any HTTP request. */
  public HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes an account and returns its id. */
  public String account() {
    return create("/accounts", "{\"name\":\"Test buyer\"}").get("accountId").stringValue();
  }

  /** Subscribes an account to the default product. */
  public JsonNode subscribe(String accountId) {
    return subscribe(accountId, "send");
  }

  /** Subscribes an account to the default product, its notifications sent or held. */
  public JsonNode subscribe(String accountId, String notifications) {
    return create(
        "/subscriptions",
        """
        {"accountId":"%s","productCode":"%s","notifications":"%s"}\
        """
            .formatted(accountId, PRODUCT, notifications));
  }

  /** The AWS SDK's own metering client, with the default product's keys. */
  public MarketplaceMeteringClient metering() {
    return MarketplaceMeteringClient.builder()
        .endpointOverride(URI.create(address()))
        .region(Region.CN_NORTHWEST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(credentials())
        .build();
  }

  /** The AWS SDK's own SQS client. */
  public SqsClient sqs() {
    return SqsClient.builder()
        .endpointOverride(URI.create(simulator.sqsAddress()))
        .region(Region.CN_NORTHWEST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(credentials())
        .build();
  }

  private StaticCredentialsProvider credentials() {
    AwsSimulator.Product product = product();
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(product.accessKeyId(), product.secretAccessKey()));
  }

  /** The default product. */
  public AwsSimulator.Product product() {
    return simulator.products().stream()
        .filter(p -> p.code().equals(PRODUCT))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
