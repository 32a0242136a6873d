package awssimulator.wire;

/** A call fails the way AWS lets it fail: a type, a sentence and an HTTP status. */
final class AwsException extends RuntimeException {
  private final int status;
  private final String type;

  AwsException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  /** The common case, status 400. */
  static AwsException of(String type, String message) {
    return new AwsException(400, type, message);
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
}
