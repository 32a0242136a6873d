package io.countinghouse.marketplace;

import java.util.Map;
import java.util.Set;

/** Where an agreement is in its life. */
public enum AgreementState {
  /** Known, not yet confirmed by AWS. */
  PENDING,
  /** AWS reported that payment or set-up failed. */
  FAILED,
  /** AWS takes usage. */
  ACTIVE,
  /** Cancelled or expired; AWS takes the rest of the usage for an hour. */
  ENDING,
  /** Over; AWS takes nothing more. */
  ENDED,
  /** Renewed or replaced: another agreement follows, its workspaces move and never lock. */
  SUCCEEDED;

  /**
   * Every move there is. A late message may skip a state, hence PENDING to ENDING and ENDED; it may
   * also disprove one, hence the moves back to ACTIVE, and ENDED to SUCCEEDED for one that was
   * never active, and ENDING to FAILED for one whose payment had failed before. FAILED to ACTIVE is
   * the same customer's next attempt, SUCCEEDED to ACTIVE a licence that went on under a newer
   * agreement, SUCCEEDED to ENDED one that nothing follows: its flush was made when it was renewed.
   */
  private static final Map<AgreementState, Set<AgreementState>> MOVES =
      Map.of(
          PENDING, Set.of(ACTIVE, FAILED, ENDING, SUCCEEDED),
          FAILED, Set.of(ACTIVE, ENDING),
          ACTIVE, Set.of(ENDING, SUCCEEDED),
          ENDING, Set.of(ENDED, ACTIVE, SUCCEEDED, FAILED),
          ENDED, Set.of(ACTIVE, ENDING, SUCCEEDED),
          SUCCEEDED, Set.of(ACTIVE, ENDED));

  /** Whether the life cycle has this move. */
  public boolean mayMoveTo(AgreementState next) {
    return MOVES.getOrDefault(this, Set.of()).contains(next);
  }

  /** Whether AWS takes usage records of an agreement in this state. */
  public boolean isMetered() {
    return this == ACTIVE || this == ENDING;
  }
}
