package io.countinghouse.billing;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Takes what readings accrue on billing accounts that settle for themselves, in the transaction of
 * the reading; implemented by the wallets.
 */
public interface WalletAccruals {

  /**
   * What a reading found newly charged to a billing account itself, or gives back.
   *
   * @param day the billing day of the use
   * @param amount never zero, below zero where it is given back; to the last decimal
   */
  record Accrual(BillingAccountId account, WorkspaceId workspace, LocalDate day, Money amount) {}

  /**
   * Keeps what accrued until it is charged.
   *
   * @param asOf the reading's instant
   */
  void accrued(List<Accrual> accruals, Instant asOf);
}
