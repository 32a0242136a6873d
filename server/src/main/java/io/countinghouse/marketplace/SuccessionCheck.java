package io.countinghouse.marketplace;

import java.util.Optional;

/** Whether an agreement may hand over to another; implemented above, where holders are known. */
public interface SuccessionCheck {

  /** Why it may not, for people; empty if it may. */
  Optional<String> objection(Agreement from, Agreement to);
}
