package awssimulator.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The AWS endpoint: {@code POST /} with X-Amz-Target, AWS JSON 1.1 (facts §1.2). */
@RestController
class AwsEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(AwsEndpoint.class);
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  /** A request body must be smaller than that (facts §4.1). */
  private static final int BODY_BYTES_LIMIT = 1024 * 1024;

  private final SignatureVerifier signatures;
  private final CallQuota quota;
  private final RequestLog requests;
  private final Map<String, Operation> operations;

  AwsEndpoint(
      SignatureVerifier signatures,
      CallQuota quota,
      RequestLog requests,
      List<Operation> operations) {
    this.signatures = signatures;
    this.quota = quota;
    this.requests = requests;
    this.operations =
        operations.stream().collect(Collectors.toMap(Operation::target, Function.identity()));
  }

  @PostMapping("/")
  ResponseEntity<byte[]> call(HttpServletRequest servletRequest) throws IOException {
    AwsRequest request = request(servletRequest);
    String requestId = UUID.randomUUID().toString();
    AwsAnswer answer = answer(request);
    requests.write(requestId, request, answer);
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(answer.status())
            .header("Content-Type", CONTENT_TYPE)
            .header("x-amzn-RequestId", requestId);
    if (answer.error() != null) {
      response.header("x-amzn-ErrorType", answer.error());
    }
    return response.body(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  /** A call in any other protocol, such as rpc-v2-cbor, which newer SDKs may choose. */
  @PostMapping("/service/{service}/operation/{operation}")
  ResponseEntity<byte[]> otherProtocol(HttpServletRequest servletRequest) throws IOException {
    AwsRequest request = request(servletRequest);
    String requestId = UUID.randomUUID().toString();
    AwsAnswer answer =
        failure(
            AwsException.of(
                "UnknownOperationException",
                "Only AWS JSON 1.1 is spoken here: POST / with X-Amz-Target"));
    requests.write(requestId, request, answer);
    return ResponseEntity.status(answer.status())
        .header("Content-Type", CONTENT_TYPE)
        .header("x-amzn-RequestId", requestId)
        .header("x-amzn-ErrorType", String.valueOf(answer.error()))
        .body(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private static AwsRequest request(HttpServletRequest servlet) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : Collections.list(servlet.getHeaderNames())) {
      headers.put(name, String.join(",", Collections.list(servlet.getHeaders(name))));
    }
    String query = servlet.getQueryString();
    byte[] body = servlet.getInputStream().readNBytes(BODY_BYTES_LIMIT);
    return AwsRequest.of(
        servlet.getMethod(), servlet.getRequestURI(), query == null ? "" : query, headers, body);
  }

  private AwsAnswer answer(AwsRequest request) {
    try {
      if (request.body().length >= BODY_BYTES_LIMIT) {
        throw new AwsException(
            413, "RequestEntityTooLargeException", "The request body must be smaller than 1 MB");
      }
      Caller caller = signatures.verify(request);
      Operation operation = operations.get(request.header("x-amz-target").orElse(""));
      if (operation == null) {
        throw AwsException.of("UnknownOperationException", "The operation is not known here");
      }
      quota.take(caller);
      ObjectNode body = Json.object(request.body());
      return new AwsAnswer(200, null, Json.MAPPER.writeValueAsString(operation.run(caller, body)));
    } catch (AwsException failure) {
      return failure(failure);
    } catch (RuntimeException e) {
      LOG.error("The call failed inside the simulator", e);
      return failure(new AwsException(500, "InternalServiceErrorException", "Internal error"));
    }
  }

  private static AwsAnswer failure(AwsException failure) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("__type", failure.type());
    body.put("message", failure.sentence());
    return new AwsAnswer(failure.status(), failure.type(), Json.MAPPER.writeValueAsString(body));
  }
}
