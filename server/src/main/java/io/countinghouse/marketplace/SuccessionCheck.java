package io.countinghouse.marketplace;

import java.util.Optional;

/**
 * Says whether a renewed or replaced agreement can hand over to another one; implemented above, by
 * who keeps its workspaces.
 */
public interface SuccessionCheck {

  /**
   * Why one agreement must not hand over to another: a sentence for the operator who decides, empty
   * if nothing speaks against it. To be asked under the row locks of both.
   */
  Optional<String> objection(Agreement from, Agreement to);
}
