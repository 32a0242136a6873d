package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import java.time.Instant;

/**
 * A billing account is to be told that its balance is below zero. Published once for each step of
 * the countdown, in the transaction that keeps it as told.
 *
 * @param since when the balance fell below zero
 * @param locksAt when the workspaces that it pays for are locked
 * @param daysLeft whole days up to then, rounded up
 */
public record ArrearsNotice(
    BillingAccountId account, Money balance, Instant since, Instant locksAt, int daysLeft) {}
