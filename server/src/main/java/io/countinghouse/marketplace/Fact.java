package io.countinghouse.marketplace;

/** What a message says of an agreement, whatever its wire format. */
public enum Fact {
  /** The subscription is valid; metering may begin. Legacy. */
  SUBSCRIBED,
  /** Payment or set-up failed. Legacy. */
  SUBSCRIBE_FAILED,
  /** Cancelled; about an hour is left. Legacy. */
  UNSUBSCRIBE_PENDING,
  /** Over; usage is no longer taken. Legacy. */
  UNSUBSCRIBED,
  /** The buyer accepted an agreement; no access on this alone, for no licence is named. */
  CREATED,
  /** The terms or the renewal of an agreement changed. */
  AMENDED,
  /** The licence was granted or changed: the buyer's usage may be metered. */
  LICENSED,
  /** Cancelled, expired or terminated; about an hour is left. */
  ENDED,
  /** Renewed or replaced by another agreement: no cancellation. */
  SUCCEEDED,
  /** The licence is gone; about an hour is left if nothing said so before (facts, C2). */
  DEPROVISIONED,
  /** AWS refused a record because there is no subscription. Ours, from a metering answer. */
  NOT_SUBSCRIBED,
  /** An operator found that nothing follows a renewed agreement. Ours. */
  CLOSED,
  /** An operator found that an active agreement is over at AWS, which told nobody. Ours. */
  FOUND_OVER
}
