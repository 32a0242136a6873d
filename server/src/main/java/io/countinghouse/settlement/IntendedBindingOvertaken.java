package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * AWS confirmed a subscription that was to pay for a workspace, but the cloud account that paid
 * before does so again, and the workspace may not leave it: the intention is dropped. Published in
 * that transaction.
 */
public record IntendedBindingOvertaken(
    AgreementId agreement, BillingAccountId billingAccount, WorkspaceId workspace, Instant at) {}
