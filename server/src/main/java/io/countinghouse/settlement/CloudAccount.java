package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One agreement held by one billing account.
 *
 * @param removedAt when its subscription ended, failed or was handed over; empty while it is held
 */
public record CloudAccount(
    String id,
    AgreementId agreement,
    BillingAccountId billingAccount,
    Instant registeredAt,
    @Nullable Instant removedAt) {}
