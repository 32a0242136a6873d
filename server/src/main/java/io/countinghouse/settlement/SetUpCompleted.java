package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.WorkspaceId;

/**
 * A new customer is set up. Published in that transaction.
 *
 * @param active false while AWS has not confirmed the subscription: the binding is only intended
 */
public record SetUpCompleted(
    AgreementId agreement,
    BillingAccountId billingAccount,
    ConsoleAccountId owner,
    WorkspaceId workspace,
    boolean active) {}
