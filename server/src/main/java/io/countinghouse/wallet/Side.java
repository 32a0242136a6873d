package io.countinghouse.wallet;

/** An account in the books of a wallet. */
public enum Side {
  /** What was paid in. */
  TOP_UPS,
  /** What operators corrected. */
  CORRECTIONS,
  /** What usage cost. */
  CHARGES,
  /** What is left. */
  BALANCE,
  /** What readings accrued on the billing account; not booked by itself. */
  ACCRUED,
  /** What accrued and is not charged yet: of days that go on, and below the smallest coin. */
  CARRY
}
