package awssimulator.wire;

import tools.jackson.databind.node.ObjectNode;

/** One operation of the AWS API. */
interface Operation {
  /** The full value of X-Amz-Target. */
  String target();

  /**
   * Runs the call of an authenticated seller.
   *
   * @throws AwsException as the operation's documentation lists
   */
  ObjectNode run(Call call, ObjectNode request);

  /** The operation's name, as faults and the log call it. */
  default String name() {
    return target().substring(target().lastIndexOf('.') + 1);
  }

  /** How this API says that it failed itself. */
  default AwsException internalError() {
    return new AwsException(500, "InternalServiceErrorException", "Internal error");
  }

  /** How this API says that it is not offered in the region. */
  default AwsException disabled() {
    return AwsException.of("DisabledApiException", "Disabled in this Region");
  }
}
