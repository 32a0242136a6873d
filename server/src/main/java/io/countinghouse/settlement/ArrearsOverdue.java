package io.countinghouse.settlement;

import io.countinghouse.kernel.BillingAccountId;
import java.time.Instant;

/**
 * A billing account's own balance has been below zero for too long (product facts, 7: 14 days).
 * Whoever keeps the balance publishes it with {@code ApplicationEventPublisher}, inside the
 * transaction that finds it overdue; settlement then takes the account's payment away from every
 * workspace that it settles by itself, and locking locks them, all in that transaction. Published
 * again while it lasts, it takes away what was bound meanwhile. Full readings are taken on the way,
 * so the transaction should hold no lock that a posting waits for.
 *
 * @param at from when the account pays for nothing
 */
public record ArrearsOverdue(BillingAccountId billingAccount, Instant at) {}
