package awssimulator.wire;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the AWS endpoint.
 *
 * @param error the exception's name, or null
 */
record AwsAnswer(int status, @Nullable String error, String body) {}
