package awssimulator.wire;

import awssimulator.faults.Fault;
import awssimulator.faults.Fault.Kind;
import awssimulator.faults.Faults;
import awssimulator.faults.Injected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Runs calls: the signature, the quota, the operation, and the fault that the call is to meet. */
@Component
class Calls {
  /** A request body must be smaller than that (facts §4.1). */
  static final int BODY_BYTES_LIMIT = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
  private static final Duration SLOW = Duration.ofSeconds(3);
  private static final String PROTOCOLS =
      "This endpoint speaks AWS JSON (POST / with X-Amz-Target) and, by such a path, rpc-v2-cbor"
          + " (Smithy-Protocol: rpc-v2-cbor). Choose one of them in the client.";

  private final SignatureVerifier signatures;
  private final CallQuota quota;
  private final Faults faults;
  private final Map<String, Operation> operations;

  Calls(SignatureVerifier signatures, CallQuota quota, Faults faults, List<Operation> operations) {
    this.signatures = signatures;
    this.quota = quota;
    this.faults = faults;
    this.operations =
        operations.stream().collect(Collectors.toMap(Operation::target, Function.identity()));
  }

  /** Runs a call; never throws. */
  Outcome run(AwsRequest request, String requestId) {
    Protocol protocol = Protocol.of(request);
    String target = protocol.target(request);
    Writer writer = new Writer(protocol, target, Protocol.ofAgreements(target) ? requestId : "");
    Operation operation;
    Call call;
    try {
      check(protocol, request);
      if (request.body().length >= BODY_BYTES_LIMIT) {
        throw new AwsException(
            413, "RequestEntityTooLargeException", "The request body must be smaller than 1 MB");
      }
      Caller caller = signatures.verify(request);
      operation = operations.get(target);
      if (operation == null) {
        throw AwsException.of("UnknownOperationException", "The operation is not known here");
      }
      call = new Call(caller, faults.next(operation.name()));
    } catch (AwsException failure) {
      return writer.outcome(
          new Call(new Caller("", "", ""), Injected.NOTHING), writer.failure(failure));
    }
    return serve(operation, call, request, writer);
  }

  private static void check(Protocol protocol, AwsRequest request) {
    if (protocol == Protocol.UNKNOWN) {
      throw AwsException.of("UnknownOperationException", PROTOCOLS);
    }
    // A proxy that routes by one of them and a service that reads the other would disagree.
    if (protocol == Protocol.CBOR && request.headers().containsKey("x-amz-target")) {
      throw Json.serialization("A request of rpc-v2-cbor must not have X-Amz-Target");
    }
  }

  private Outcome serve(Operation operation, Call call, AwsRequest request, Writer writer) {
    Fault fault = call.injected().fault();
    AwsAnswer answer =
        switch (fault.kind()) {
          case NONE, SLOW, UNPROCESSED, UNKNOWN_STATUS, EMPTY_PAGE, TIMEOUT_AFTER ->
              perform(operation, call, request, writer);
          case INTERNAL_ERROR_AFTER -> {
            perform(operation, call, request, writer);
            yield writer.failure(operation.internalError());
          }
          case THROTTLING -> writer.failure(CallQuota.exceeded());
          case INTERNAL_ERROR, TIMEOUT_BEFORE -> writer.failure(operation.internalError());
          case DISABLED_API -> writer.failure(operation.disabled());
          case ERROR -> writer.failure(any(fault));
        };
    return writer.outcome(call, answer);
  }

  private static AwsException any(Fault fault) {
    String name = String.valueOf(fault.error());
    return new AwsException(
        fault.httpStatus() == null ? 400 : fault.httpStatus(),
        name,
        fault.message() == null ? name : fault.message());
  }

  private AwsAnswer perform(Operation operation, Call call, AwsRequest request, Writer writer) {
    try {
      quota.take(call.caller(), operation.name());
      ObjectNode body = writer.protocol().read(request.body());
      return new AwsAnswer(200, null, operation.run(call, body));
    } catch (AwsException failure) {
      return writer.failure(failure);
    } catch (RuntimeException e) {
      LOG.error("The call failed inside the simulator", e);
      return writer.failure(operation.internalError());
    }
  }

  /**
   * Writes the answer to one call.
   *
   * @param requestId the id that its errors carry; empty if they carry none
   */
  private record Writer(Protocol protocol, String target, String requestId) {
    AwsAnswer failure(AwsException failure) {
      ObjectNode body = Json.MAPPER.createObjectNode();
      body.put("__type", protocol.errorType(target, failure.type()));
      body.put("message", failure.sentence());
      failure.details().forEach((name, value) -> body.set(name, Json.MAPPER.valueToTree(value)));
      if (!requestId.isEmpty()) {
        body.put("requestId", requestId);
      }
      return new AwsAnswer(failure.status(), failure.type(), body);
    }

    Outcome outcome(Call call, AwsAnswer answer) {
      Fault fault = call.injected().fault();
      Kind kind = fault.kind();
      return new Outcome(
          answer,
          protocol,
          protocol.contentType(target),
          Set.copyOf(call.agreements()),
          fault,
          fault.delayOr(kind == Kind.SLOW ? SLOW : Duration.ZERO),
          kind == Kind.TIMEOUT_BEFORE || kind == Kind.TIMEOUT_AFTER);
    }
  }
}
