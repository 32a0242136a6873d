package io.countinghouse.marketplace.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.countinghouse.marketplace.MarketplaceSettings;
import io.countinghouse.marketplace.Product;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP server that answers as told, and our client before it, with invented credentials. */
final class AwsStub implements AutoCloseable {

  static final String ACCESS_KEY = "AKIDEXAMPLE0000000000";
  static final String SECRET_KEY = "InventedSecretForTestVectorsOnly00000000";

  private static final String CREDENTIALS = "aws.sharedCredentialsFile";

  /** A request as it arrived. */
  record Seen(String method, String path, Headers headers, String body) {

    String header(String name) {
      return Objects.requireNonNull(headers.getFirst(name), () -> "no header " + name);
    }
  }

  private final HttpServer server;
  private final AwsMarketplace aws;
  private final AwsMarketplace hasty;
  private final AwsAgreements agreements;
  private final MarketplaceSettings settings;
  private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();
  private int status = 200;
  private String answer = "{}";

  /** How much more the head promises than ever comes. */
  private int missing;

  /**
   * @param folder where the profile {@code test} is written
   * @param wallClock what requests are signed by
   */
  AwsStub(Path folder, Clock wallClock) throws IOException {
    Path credentials = folder.resolve("credentials");
    Files.writeString(
        credentials,
        "[test]\naws_access_key_id=%s\naws_secret_access_key=%s\n"
            .formatted(ACCESS_KEY, SECRET_KEY));
    System.setProperty(CREDENTIALS, credentials.toString());
    JsonMapper json = JsonMapper.builder().build();
    settings = answeredWithin(Duration.ofMinutes(1));
    AwsJsonClient client = client(Duration.ofMinutes(1), json, wallClock);
    aws = new AwsMarketplace(client, json);
    hasty = new AwsMarketplace(client(Duration.ofSeconds(1), json, wallClock), json);
    agreements = new AwsAgreements(client, json);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.set(
              new Seen(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  exchange.getRequestHeaders(),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length + missing);
          exchange.getResponseBody().write(bytes);
          exchange.getResponseBody().flush();
          if (missing == 0) {
            exchange.close();
          }
        });
    server.start();
  }

  /** It waits for an answer as long as a busy machine may take. */
  AwsMarketplace aws() {
    return aws;
  }

  /** The same, and it waits for a second. */
  AwsMarketplace hasty() {
    return hasty;
  }

  private static AwsJsonClient client(Duration limit, JsonMapper json, Clock wallClock) {
    return new AwsJsonClient(new AwsCredentialsSource(), answeredWithin(limit), json, wallClock);
  }

  private static MarketplaceSettings answeredWithin(Duration limit) {
    return new MarketplaceSettings(List.of(), false, 0, limit, limit, null);
  }

  AwsAgreements agreements() {
    return agreements;
  }

  /** The bill of a simulator that answers like this. */
  SimulatorBill bill() {
    return new SimulatorBill(
        new MarketplaceSettings(
            settings.products(),
            settings.consume(),
            settings.longPollSeconds(),
            settings.connectTimeout(),
            settings.answerTimeout(),
            uri()),
        JsonMapper.builder().build());
  }

  /** Answers like this from now on. */
  void answers(int withStatus, String body) {
    status = withStatus;
    answer = body;
  }

  /** Answers with a body that never ends, and leaves the connection open. */
  void answersHalf() {
    missing = 10;
  }

  Seen seen() {
    return Objects.requireNonNull(seen.get(), "no request came");
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A product whose API is this server. */
  Product product(String code, Product.Model model, String partition, String region) {
    return TestProducts.product(code, model, partition, region, uri());
  }

  void stop() {
    server.stop(0);
  }

  @Override
  public void close() {
    stop();
    System.clearProperty(CREDENTIALS);
  }
}
