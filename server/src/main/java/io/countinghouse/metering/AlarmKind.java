package io.countinghouse.metering;

/** What operators are woken for. */
public enum AlarmKind {
  /** Records of an hour long over that AWS does not have. */
  UNREPORTED_HOURS,
  /** Hours long over whose records are not made. */
  HOURS_NOT_MADE,
  /** Records that AWS soon takes no more, by their age or the month's end. */
  AGE_LIMIT,
  /** Records of ending and ended agreements that AWS does not have and soon takes no more. */
  FINAL_DEADLINE,
  /** Records that AWS refused and nobody decided about. */
  REFUSED,
  /** Records that nobody knows of whether AWS has them, and nobody decided about. */
  UNKNOWN,
  /** Records that AWS holds another quantity for, and nobody decided about. */
  DISPUTED,
  /**
   * Products with records to send whose last call AWS refused because of us: credentials, rights,
   * region; and what is carried in a dimension or currency that a product has no more.
   */
  CONFIGURATION,
  /** Products whose customers AWS does not let us recognise as they land. */
  LANDINGS_FAILED,
  /** Products whose queue has not been readable for minutes. */
  QUEUE_UNREADABLE,
  /** Messages of AWS that nobody understood or handled. */
  PARKED_MESSAGES,
  /** Work that failed for good. */
  PARKED_WORK,
  /** Workspaces whose last closing reading failed: their usage is not charged yet. */
  FAILED_READINGS,
  /** Events given up, and endpoints disabled by the server: other systems do not know of them. */
  LOST_EVENTS,
  /** Entries of the audit trail that are not sealed long after they were written. */
  AUDIT_UNSEALED,
  /** Usage of workspaces that nobody knows, which nobody handled. */
  SET_ASIDE_USAGE,
  /** Usage of the last days that the price list has no price for. */
  UNPRICED_USAGE,
  /** Agreements that AWS has not confirmed for over an hour. */
  PENDING_LONG,
  /** Renewed or replaced agreements that nothing has followed for over an hour. */
  NO_SUCCESSOR,
  /** Hours that AWS charged otherwise than it accepted from us. */
  DIFFERENT_CHARGES,
  /** Agreements that are active here or at AWS only. */
  DIFFERENT_AGREEMENTS,
  /** Daily comparisons with AWS that have failed for over a day. */
  COMPARISON_LATE,
  /** Refund cases that nobody closed. */
  REFUND_CASES,
  /** Agreements whose books are out of balance. */
  BOOKS,
  /** Billing accounts whose wallets are out of balance. */
  WALLETS,
  /** Billing accounts that were not charged for a day that is long over. */
  CHARGES_LATE
}
