package awssimulator.wire;

import tools.jackson.databind.JsonNode;
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
  JsonNode run(Caller caller, ObjectNode request);
}
