package awssimulator.wire;

import java.util.List;
import java.util.Map;

/** Errors of the Agreement API, which has names and members of its own (facts §6). */
final class AgreementErrors {
  private AgreementErrors() {}

  static AwsException validation(String reason, String field, String message) {
    return AwsException.of("ValidationException", message)
        .with("reason", reason)
        .with("fields", List.of(Map.of("name", field, "message", message)));
  }

  static AwsException notFound(String agreementId) {
    return AwsException.of(
            "ResourceNotFoundException", "There is no agreement " + agreementId + " of the caller")
        .with("resourceId", agreementId)
        .with("resourceType", "Agreement");
  }

  static AwsException internal() {
    return new AwsException(500, "InternalServerException", "Internal error");
  }

  static AwsException denied() {
    return AwsException.of("AccessDeniedException", "The caller may not use this API");
  }
}
