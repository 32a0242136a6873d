package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * AWS reported that the subscription failed, so the binding that waited for it is dropped. In its
 * transaction.
 */
public record IntendedBindingDropped(
    AgreementId agreement, BillingAccountId billingAccount, WorkspaceId workspace, Instant at) {}
