package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.List;

/**
 * AWS could not complete the subscription of a cloud account that was set up while waiting: nobody
 * holds it any more, and the customer can set up again. Published in the transaction of the
 * release.
 *
 * @param awsAccountId the AWS account for people to recognise; may be empty
 * @param dropped the workspaces that it was to pay for; each is told of by itself
 */
public record CloudAccountReleased(
    AgreementId agreement,
    BillingAccountId billingAccount,
    String awsAccountId,
    List<WorkspaceId> dropped,
    Instant at) {}
