package io.countinghouse.marketplace;

import io.countinghouse.kernel.Cause;

/** What moved an agreement from one state of its life to the next. */
public enum MoveCause {
  /** A message of AWS; of its id and what it says. */
  MESSAGE,
  /** Messages that came before the customer was known; of nothing. */
  EARLIER_MESSAGES,
  /** AWS refused a metering record, for the customer is not subscribed; of the record's id. */
  NOT_SUBSCRIBED,
  /** The time for it came; of nothing. */
  DEADLINE,
  /** An operator found that no agreement follows; of nothing. */
  NOTHING_FOLLOWS,
  /** An operator found that it is over at AWS; of nothing. */
  FOUND_OVER;

  Cause<MoveCause> alone() {
    return new Cause<>(this, "");
  }

  Cause<MoveCause> of(String subject) {
    return new Cause<>(this, subject);
  }
}
