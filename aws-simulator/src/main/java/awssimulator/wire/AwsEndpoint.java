package awssimulator.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The AWS endpoint (facts §1.2): AWS JSON by {@code POST /}, 1.1 for metering and entitlements and
 * 1.0 for agreements, or rpc-v2-cbor for each of them by the path of its operation.
 */
@RestController
class AwsEndpoint {
  private final Calls calls;
  private final RequestLog requests;

  AwsEndpoint(Calls calls, RequestLog requests) {
    this.calls = calls;
    this.requests = requests;
  }

  /** Any call; null if the connection is to be cut instead of answered. */
  @PostMapping({"/", "/service/{service}/operation/{operation}"})
  @Nullable ResponseEntity<byte[]> call(HttpServletRequest servletRequest)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    AwsRequest request = request(servletRequest);
    String requestId = UUID.randomUUID().toString();
    Outcome outcome = calls.run(request, requestId);
    Thread.sleep(outcome.delay());
    requests.write(requestId, request, outcome, since(begun));
    if (outcome.cut()) {
      ConnectionCutter.cut(servletRequest);
      return null;
    }
    return response(requestId, outcome);
  }

  private static ResponseEntity<byte[]> response(String requestId, Outcome outcome) {
    AwsAnswer answer = outcome.answer();
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(answer.status())
            .header("Content-Type", outcome.contentType())
            .header("x-amzn-RequestId", requestId);
    if (outcome.protocol() == Protocol.CBOR) {
      response.header("smithy-protocol", Protocol.RPC_V2_CBOR);
    } else if (answer.error() != null) {
      response.header("x-amzn-ErrorType", answer.error());
    }
    return response.body(outcome.protocol().write(answer.body()));
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static AwsRequest request(HttpServletRequest servlet) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : Collections.list(servlet.getHeaderNames())) {
      headers.put(name, String.join(",", Collections.list(servlet.getHeaders(name))));
    }
    String query = servlet.getQueryString();
    byte[] body = servlet.getInputStream().readNBytes(Calls.BODY_BYTES_LIMIT);
    return AwsRequest.of(
        servlet.getMethod(), servlet.getRequestURI(), query == null ? "" : query, headers, body);
  }
}
