package awssimulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** A call fails the way AWS lets it fail: a type, a sentence and an HTTP status. */
final class AwsException extends RuntimeException {
  private final int status;
  private final String type;
  private final transient Map<String, Object> details = new LinkedHashMap<>();

  AwsException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  /** The common case, status 400. */
  static AwsException of(String type, String message) {
    return new AwsException(400, type, message);
  }

  /** Adds a member to the error's body. */
  AwsException with(String member, Object value) {
    details.put(member, value);
    return this;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  String sentence() {
    String message = getMessage();
    return message == null ? type : message;
  }

  /** Members of the body besides the type and the sentence. */
  Map<String, Object> details() {
    return details;
  }
}
