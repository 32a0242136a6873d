package io.countinghouse.metering;

/** Where a metering record is (design, "Metering record"). */
public enum RecordState {
  /** To be sent. */
  DUE,
  /** Sent; the answer is not stored. */
  SENT,
  /** AWS has it: billed. */
  ACCEPTED,
  /** AWS said no. */
  REFUSED,
  /** AWS holds another quantity. */
  DISPUTED,
  /**
   * Sent, never answered, now too old or refused as not subscribed; never billed again by itself.
   */
  UNKNOWN,
  /** Never taken by AWS and too old. */
  EXPIRED,
  /** On the do-not-meter list when it was made. */
  WITHHELD
}
