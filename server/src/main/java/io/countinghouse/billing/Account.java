package io.countinghouse.billing;

/** An account in the books of an agreement (design, "The books"). */
public enum Account {
  /** All that readings posted to the agreement; the source of every amount. */
  ACCRUED,
  /** Owed, not yet in a record. */
  CARRY,
  /** In a record that is to be sent. */
  DUE,
  /** In a record whose answer is not stored. */
  SENT,
  /** AWS has it: billed. */
  ACCEPTED,
  /** AWS said no. */
  REFUSED,
  /** Sent, never answered, now too old. */
  UNKNOWN,
  /** AWS holds another quantity. */
  DISPUTED,
  /** On the do-not-meter list when it was made. */
  WITHHELD,
  /** Nobody will be charged for it. */
  UNCOLLECTED,
  /** To be given back. */
  REFUND_CASES
}
