package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.List;

/**
 * The subscription behind a cloud account is over and the account is off the books of its holder.
 * Published in the transaction of the removal.
 *
 * @param awsAccountId the AWS account for people to recognise; may be empty
 * @param workspaces those that were settled through it
 */
public record CloudAccountRemoved(
    AgreementId agreement,
    BillingAccountId billingAccount,
    String awsAccountId,
    List<WorkspaceId> workspaces,
    Instant at) {}
