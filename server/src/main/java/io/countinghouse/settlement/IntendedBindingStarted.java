package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * AWS confirmed a subscription that was set up while waiting: it pays for the workspace now.
 * Published in that transaction.
 *
 * @param at from when
 */
public record IntendedBindingStarted(
    AgreementId agreement, BillingAccountId billingAccount, WorkspaceId workspace, Instant at) {}
