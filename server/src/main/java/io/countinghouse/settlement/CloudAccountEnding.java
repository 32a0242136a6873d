package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.List;

/**
 * The subscription behind a cloud account is ending; nothing locks yet. Published in the
 * transaction of the move.
 *
 * @param awsAccountId the AWS account for people to recognise; may be empty
 * @param workspaces those settled through it
 * @param deadline when AWS takes nothing more
 */
public record CloudAccountEnding(
    AgreementId agreement,
    BillingAccountId billingAccount,
    String awsAccountId,
    List<WorkspaceId> workspaces,
    Instant deadline) {}
