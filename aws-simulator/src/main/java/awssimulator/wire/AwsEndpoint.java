package awssimulator.wire;

import awssimulator.faults.Fault;
import awssimulator.faults.Fault.Kind;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The AWS endpoint: {@code POST /} with X-Amz-Target, AWS JSON 1.1 for metering and entitlements,
 * 1.0 for agreements (facts §1.2).
 */
@RestController
class AwsEndpoint {
  private static final String CBOR = "rpc-v2-cbor";
  private static final String ONLY_JSON =
      "This endpoint speaks AWS JSON alone: POST / with X-Amz-Target. Choose that protocol in the"
          + " client.";

  private final Calls calls;
  private final RequestLog requests;

  AwsEndpoint(Calls calls, RequestLog requests) {
    this.calls = calls;
    this.requests = requests;
  }

  /** Any call in AWS JSON; null if the connection is to be cut instead of answered. */
  @PostMapping("/")
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
    return response(
        requestId,
        outcome.answer(),
        outcome.contentType(),
        outcome.answer().body().getBytes(StandardCharsets.UTF_8));
  }

  /** A call in the path form of rpc-v2-cbor or its like, which newer SDKs may choose. */
  @PostMapping("/service/{service}/operation/{operation}")
  ResponseEntity<byte[]> otherProtocol(
      HttpServletRequest servletRequest, @PathVariable String service) throws IOException {
    long begun = System.nanoTime();
    // Its body may hold a registration token in a form that the log cannot read.
    AwsRequest request = request(servletRequest).withoutBody();
    String requestId = UUID.randomUUID().toString();
    AwsException failure =
        AwsException.of("UnknownOperationException", ONLY_JSON + " (" + service + ")");
    boolean cbor = request.header("smithy-protocol").orElse("").equals(CBOR);
    String contentType = cbor ? "application/cbor" : "application/x-amz-json-1.1";
    Map<String, String> body = new LinkedHashMap<>();
    body.put("__type", failure.type());
    body.put("message", failure.sentence());
    AwsAnswer answer =
        new AwsAnswer(failure.status(), failure.type(), Json.MAPPER.writeValueAsString(body));
    requests.write(
        requestId,
        request,
        new Outcome(answer, contentType, Set.of(), Fault.of(Kind.NONE), Duration.ZERO, false),
        since(begun));
    return response(
        requestId,
        answer,
        contentType,
        cbor
            ? Cbor.error(failure.type(), failure.sentence())
            : answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseEntity<byte[]> response(
      String requestId, AwsAnswer answer, String contentType, byte[] body) {
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(answer.status())
            .header("Content-Type", contentType)
            .header("x-amzn-RequestId", requestId);
    if (contentType.endsWith("cbor")) {
      response.header("smithy-protocol", CBOR);
    }
    if (answer.error() != null) {
      response.header("x-amzn-ErrorType", answer.error());
    }
    return response.body(body);
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
