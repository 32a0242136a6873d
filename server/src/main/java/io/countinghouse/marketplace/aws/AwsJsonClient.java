package io.countinghouse.marketplace.aws;

import io.countinghouse.kernel.WholeAnswer;
import io.countinghouse.marketplace.MarketplaceSettings;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLHandshakeException;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * AWS JSON over the JDK's client, signed with SigV4: a call a time, without retries, for who calls
 * must know what may have reached AWS.
 */
@Component
class AwsJsonClient {

  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final String AGREEMENT_CONTENT_TYPE = "application/x-amz-json-1.0";

  /** The one region that has the Agreement API, and its address (facts, 6). */
  private static final String AGREEMENT_REGION = "us-east-1";

  private static final URI AGREEMENT_ENDPOINT =
      URI.create("https://agreement-marketplace.us-east-1.amazonaws.com/");

  private static final String SERVICE = "aws-marketplace";

  /** Headers that the JDK's client sets by itself and refuses from us. */
  private static final Set<String> SET_BY_CLIENT = headers("host", "content-length");

  private final AwsCredentialsSource credentials;
  private final MarketplaceSettings settings;
  private final JsonMapper json;
  private final Clock wallClock;
  private final HttpClient http;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  AwsJsonClient(
      AwsCredentialsSource credentials,
      MarketplaceSettings settings,
      JsonMapper json,
      Clock wallClock) {
    this.credentials = credentials;
    this.settings = settings;
    this.json = json;
    this.wallClock = wallClock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout())
            .build();
  }

  /** What came back. */
  sealed interface Reply {

    /** Status 200 with a body. */
    record Ok(String body) implements Reply {}

    /** An error that AWS formed: its name, and what it says. */
    record Refused(int status, String error, String message, String body) implements Reply {}

    /** The request never left: no connection, no credentials. */
    record NotSent(String detail) implements Reply {}

    /** It may have arrived: no answer, or one that says nothing. */
    record Lost(String detail) implements Reply {}
  }

  /** Where an API is, and how it is spoken to. */
  private record Api(URI endpoint, String region, String contentType) {}

  /** Calls an operation such as {@code AWSMPMeteringService.ResolveCustomer}. */
  Reply call(Product product, String target, String body) {
    return call(
        product, new Api(endpointOf(product), product.region(), CONTENT_TYPE), target, body);
  }

  /** Calls an operation of the Agreement API. */
  Reply callAgreements(Product product, String target, String body) {
    Api api = new Api(agreementEndpointOf(product), AGREEMENT_REGION, AGREEMENT_CONTENT_TYPE);
    return call(product, api, target, body);
  }

  private Reply call(Product product, Api api, String target, String body) {
    HttpRequest request;
    try {
      request = signed(product, api, target, body);
    } catch (SdkException e) {
      return new Reply.NotSent("no credentials for product %s: %s".formatted(product.id(), e));
    }
    try {
      return read(WholeAnswer.of(http, request));
    } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
      return new Reply.NotSent(e.toString());
    } catch (IOException e) {
      return new Reply.Lost(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Lost("interrupted");
    }
  }

  private HttpRequest signed(Product product, Api api, String target, String body) {
    URI endpoint = api.endpoint();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    SdkHttpFullRequest plain =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", api.contentType())
            .putHeader("X-Amz-Target", target)
            .build();
    AwsCredentialsIdentity identity = credentials.of(product).resolveCredentials();
    SdkHttpRequest signed =
        signer
            .sign(request ->
                request
                    .request(plain)
                    .payload(ContentStreamProvider.fromByteArray(bytes))
                    .identity(identity)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, api.region())
                    .putProperty(HttpSigner.SIGNING_CLOCK, wallClock))
            .request();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(settings.answerTimeout())
            .POST(BodyPublishers.ofByteArray(bytes));
    signed.forEachHeader((name, values) -> {
      if (!SET_BY_CLIENT.contains(name)) {
        values.forEach(value -> request.header(name, value));
      }
    });
    return request.build();
  }

  private Reply read(HttpResponse<String> response) {
    if (response.statusCode() == 200) {
      return new Reply.Ok(response.body());
    }
    String error = response.headers().firstValue("x-amzn-ErrorType").orElse("");
    String message = "";
    try {
      JsonNode body = json.readTree(response.body());
      error = body.path("__type").asString(error);
      message = body.path("message").asString(body.path("Message").asString(""));
    } catch (JacksonException | UncheckedIOException e) {
      message = "the answer is no JSON";
    }
    String name = shortName(error);
    return name.isEmpty() && response.statusCode() >= 500
        ? new Reply.Lost("status " + response.statusCode())
        : new Reply.Refused(response.statusCode(), name, message, response.body());
  }

  /** An error's name without the namespace before it and the address behind it. */
  private static String shortName(String error) {
    String name = error.substring(error.indexOf('#') + 1);
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** Where a product's metering API is (facts, 1.2). */
  static URI endpointOf(Product product) {
    if (product.endpoint() != null) {
      return withPath(product.endpoint());
    }
    String domain = product.partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
    return URI.create("https://metering.marketplace.%s.%s/".formatted(product.region(), domain));
  }

  /** Where the Agreement API is: AWS has it elsewhere than the metering API (facts, 6). */
  static URI agreementEndpointOf(Product product) {
    if (product.agreementEndpoint() != null) {
      return withPath(product.agreementEndpoint());
    }
    URI metering = product.endpoint();
    return metering == null || Products.isOfAws(metering) ? AGREEMENT_ENDPOINT : withPath(metering);
  }

  private static URI withPath(URI given) {
    return given.getPath().isEmpty() ? given.resolve("/") : given;
  }

  private static Set<String> headers(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(Set.of(names));
    return set;
  }
}
