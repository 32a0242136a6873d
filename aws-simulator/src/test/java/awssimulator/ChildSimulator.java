package awssimulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A simulator in a process of its own, which can be killed with no chance to tidy up. */
final class ChildSimulator implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern ADDRESS = Pattern.compile("http://\\S+");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final BufferedReader output;
  private final Path errors;
  private final URI address;
  private final URI sqsAddress;

  /** Starts one on that data folder and waits until it answers. */
  ChildSimulator(Path data, Map<String, String> systemProperties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    systemProperties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("awssimulator.AwsSimulator");
    command.add("--aws-simulator.data=" + data);
    command.add("--aws-simulator.port=0");
    command.add("--aws-simulator.sqs-port=0");
    command.add("--aws-simulator.calls-per-second=10000");
    try {
      errors = Files.createTempFile("child-simulator", ".err");
      process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    output = process.inputReader();
    address = address(awaitLine("pages, AWS endpoint"));
    sqsAddress = address(awaitLine("SQS  "));
    awaitLine("secret key");
  }

  private static URI address(String line) {
    Matcher matcher = ADDRESS.matcher(line);
    if (!matcher.find()) {
      throw new AssertionError("No address in: " + line);
    }
    return URI.create(matcher.group());
  }

  /** Reads what it prints up to a line that contains this, and returns that line. */
  String awaitLine(String part) {
    try {
      String line;
      do {
        line = output.readLine();
        if (line == null) {
          throw new AssertionError(
              "The simulator ended without saying %s; its errors:\n%s"
                  .formatted(part, Files.readString(errors)));
        }
      } while (!line.contains(part));
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * A control request that succeeds.
   *
   * @throws UncheckedIOException if it got no answer
   */
  JsonNode control(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/control" + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A control GET. */
  JsonNode get(String path) {
    return control("GET", path, "");
  }

  /** Subscribes a new account to the legacy product. */
  JsonNode subscribe() {
    String account =
        control("POST", "/accounts", "{\"name\":\"x\"}").get("accountId").stringValue();
    return control(
        "POST",
        "/subscriptions",
        "{\"accountId\":\"%s\",\"productCode\":\"%s\"}".formatted(account, TestSimulator.PRODUCT));
  }

  private JsonNode product() {
    for (JsonNode product : get("/products")) {
      if (product.get("code").stringValue().equals(TestSimulator.PRODUCT)) {
        return product;
      }
    }
    throw new AssertionError("no product " + TestSimulator.PRODUCT);
  }

  private StaticCredentialsProvider credentials() {
    JsonNode product = product();
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(
            product.get("accessKeyId").stringValue(),
            product.get("secretAccessKey").stringValue()));
  }

  /** The legacy product's queue. */
  String queueUrl() {
    return product().get("queueUrl").stringValue();
  }

  /** The AWS SDK's metering client; it tries each call once. */
  MarketplaceMeteringClient metering() {
    return MarketplaceMeteringClient.builder()
        .endpointOverride(address)
        .region(Region.CN_NORTHWEST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .credentialsProvider(credentials())
        .build();
  }

  /** The AWS SDK's SQS client. */
  SqsClient sqs() {
    return SqsClient.builder()
        .endpointOverride(sqsAddress)
        .region(Region.CN_NORTHWEST_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(credentials())
        .build();
  }

  @Override
  public void close() {
    kill();
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
