package io.countinghouse.wallet;

import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import java.time.LocalDate;

/**
 * One daily posting: what a workspace costs its billing account for a billing day.
 *
 * @param day in the zone of the workspace's site
 * @param accrued what readings accrued since the charge before, to the last decimal
 * @param corrections how much of it is of days before this one: late usage and credits
 * @param restBefore what the charge before left below the smallest coin
 * @param amount what is charged, in whole coins; below zero: given back
 */
record Charge(
    WorkspaceId workspace,
    LocalDate day,
    Money accrued,
    Money corrections,
    Money restBefore,
    Money amount) {

  /** The charge that takes up what accrued. */
  static Charge of(
      WorkspaceId workspace, LocalDate day, Money accrued, Money corrections, Money restBefore) {
    return new Charge(
        workspace, day, accrued, corrections, restBefore, Coins.cut(restBefore.plus(accrued)));
  }

  /** What it leaves below the smallest coin for the next one. */
  Money rest() {
    return restBefore.plus(accrued).minus(amount);
  }
}
