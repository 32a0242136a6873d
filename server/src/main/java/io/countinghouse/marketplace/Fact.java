package io.countinghouse.marketplace;

/** What a message says of an agreement, whatever its wire format. */
public enum Fact {
  /** The subscription is valid; metering may begin. */
  SUBSCRIBED,
  /** Payment or set-up failed. */
  SUBSCRIBE_FAILED,
  /** Cancelled; about an hour is left. */
  UNSUBSCRIBE_PENDING,
  /** Over; usage is no longer taken. */
  UNSUBSCRIBED,
  /** AWS refused a record because there is no subscription. Ours, from a metering answer. */
  NOT_SUBSCRIBED
}
