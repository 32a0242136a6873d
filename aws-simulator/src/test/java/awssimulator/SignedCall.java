package awssimulator;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * An AWS call with any body, signed by the SDK's own signer.
 *
 * @param service the SigV4 service name
 */
record SignedCall(String accessKeyId, String secret, String region, String service) {
  static SignedCall of(AwsSimulator.Product product) {
    return new SignedCall(
        product.accessKeyId(), product.secretAccessKey(), product.region(), "aws-marketplace");
  }

  /** The same keys, signed for another region. */
  SignedCall in(String otherRegion) {
    return new SignedCall(accessKeyId, secret, otherRegion, service);
  }

  /** An operation of the metering API by its name, of another API by the whole target. */
  HttpResponse<String> send(TestSimulator simulator, String operation, String body) {
    return simulator.send(request(simulator, operation, body));
  }

  /** The signed request, not sent yet. */
  HttpRequest request(TestSimulator simulator, String operation, String body) {
    boolean agreements = operation.startsWith("AWSMPCommerceService");
    return signed(
        simulator.address() + "/",
        Map.of(
            "Content-Type",
            agreements ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1",
            "X-Amz-Target",
            operation.contains(".") ? operation : "AWSMPMeteringService." + operation),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** Any request, signed. */
  HttpRequest signed(String address, Map<String, String> headers, byte[] body) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().uri(URI.create(address)).method(SdkHttpMethod.POST);
    headers.forEach(request::putHeader);
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(AwsCredentialsIdentity.create(accessKeyId, secret))
                    .request(request.build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    HttpRequest.Builder http =
        HttpRequest.newBuilder(URI.create(address))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signed
        .request()
        .forEachHeader((name, values) -> {
          if (!name.equalsIgnoreCase("host")) {
            values.forEach(value -> http.header(name, value));
          }
        });
    return http.build();
  }
}
