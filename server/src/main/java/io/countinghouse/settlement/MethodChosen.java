package io.countinghouse.settlement;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * A customer chose who pays for a workspace that was not locked, and the payer pays from now on;
 * published in the transaction of the change. Of set-ups and unlocks their own events tell.
 *
 * @param awsAccountId of a cloud account; empty for a billing account, and while AWS has not told
 */
public record MethodChosen(WorkspaceId workspace, Payer payer, String awsAccountId, Instant at) {}
