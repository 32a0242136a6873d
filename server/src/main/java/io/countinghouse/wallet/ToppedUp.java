package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import java.time.Instant;

/**
 * A bank transfer was approved and is on the balance. Published in that transaction.
 *
 * @param proposal the id of the top-up
 * @param balance after it
 */
public record ToppedUp(
    BillingAccountId account, String proposal, Money amount, Money balance, Instant at) {}
