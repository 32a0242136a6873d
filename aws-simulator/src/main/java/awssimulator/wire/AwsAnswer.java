package awssimulator.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer of the AWS endpoint.
 *
 * @param error the exception's name, or null
 */
record AwsAnswer(int status, @Nullable String error, ObjectNode body) {}
