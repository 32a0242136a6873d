package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.List;

/**
 * A subscription that was ending goes on after all, or another follows it: what {@link
 * CloudAccountEnding} told holds no more. Published in the transaction of the move.
 *
 * @param awsAccountId the AWS account for people to recognise; may be empty
 * @param workspaces those settled through it
 */
public record CloudAccountEndingRevoked(
    AgreementId agreement,
    BillingAccountId billingAccount,
    String awsAccountId,
    List<WorkspaceId> workspaces,
    Instant at) {}
