package awssimulator.wire;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** How a call is written on the wire. What it says is the same tree in each. */
enum Protocol {
  /** AWS JSON 1.1 or 1.0: {@code POST /} with X-Amz-Target. */
  JSON,
  /** Smithy's rpc-v2-cbor: {@code POST /service/SERVICE/operation/OPERATION}. */
  CBOR,
  /** Another one in that path form. It is refused in AWS JSON. */
  UNKNOWN;

  /** The value of the header smithy-protocol. */
  static final String RPC_V2_CBOR = "rpc-v2-cbor";

  private static final String AGREEMENTS = "AWSMPCommerceService_v20200301.";

  static Protocol of(AwsRequest request) {
    if (!request.path().startsWith("/service/")) {
      return JSON;
    }
    return request.header("smithy-protocol").filter(RPC_V2_CBOR::equals).isPresent()
        ? CBOR
        : UNKNOWN;
  }

  /** The service and the operation as X-Amz-Target has them; empty if they are not said. */
  String target(AwsRequest request) {
    if (this == JSON) {
      return request.header("x-amz-target").orElse("");
    }
    String[] segments = request.path().split("/", -1);
    String service = segments[2];
    // Smithy lets a client name the service by its namespace as well.
    return service.substring(service.lastIndexOf('.') + 1) + "." + segments[4];
  }

  static boolean ofAgreements(String target) {
    return target.startsWith(AGREEMENTS);
  }

  String contentType(String target) {
    if (this == CBOR) {
      return "application/cbor";
    }
    return ofAgreements(target) ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
  }

  /**
   * An error's name as the answer's {@code __type}: in CBOR the absolute id of its shape, as Smithy
   * wants it.
   */
  String errorType(String target, String name) {
    return this == CBOR && !name.contains("#") ? namespace(target) + "#" + name : name;
  }

  private static String namespace(String target) {
    return switch (target.substring(0, target.lastIndexOf('.'))) {
      case "AWSMPMeteringService" -> "com.amazonaws.marketplacemetering";
      case "AWSMPEntitlementService" -> "com.amazonaws.marketplaceentitlementservice";
      case "AWSMPCommerceService_v20200301" -> "com.amazonaws.marketplaceagreement";
      default -> "com.amazonaws";
    };
  }

  /**
   * A request's body.
   *
   * @throws AwsException SerializationException if it cannot be read
   */
  ObjectNode read(byte[] body) {
    return Json.object(this == CBOR ? Cbor.MAPPER : Json.MAPPER, body);
  }

  byte[] write(ObjectNode body) {
    return this == CBOR ? Cbor.write(body) : Json.MAPPER.writeValueAsBytes(body);
  }

  /** A request's body for the log; empty where a registration token in it could not be found. */
  String shown(byte[] body) {
    return switch (this) {
      case JSON -> new String(body, StandardCharsets.UTF_8);
      case CBOR -> {
        try {
          yield Json.MAPPER.writeValueAsString(read(body));
        } catch (AwsException _) {
          yield "";
        }
      }
      case UNKNOWN -> "";
    };
  }
}
