package io.countinghouse.identity;

import io.countinghouse.kernel.OperatorId;

/**
 * Signs in to the back office.
 *
 * @param username unique among operators
 */
public record Operator(OperatorId id, String username) {}
