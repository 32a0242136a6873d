package io.countinghouse.settlement;

import io.countinghouse.kernel.BillingAccountId;
import java.time.Instant;

/**
 * A billing account that was {@link ArrearsOverdue overdue} owes nothing more. Whoever keeps the
 * balance publishes it with {@code ApplicationEventPublisher}, inside the transaction that finds it
 * so: the account pays again for every workspace that it paid for last and that nobody else pays
 * for since; they unlock at once. Published without need, it changes nothing.
 *
 * @param at from when the account pays again
 */
public record ArrearsPaid(BillingAccountId billingAccount, Instant at) {}
