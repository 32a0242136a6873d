package io.countinghouse.workspace;

import java.util.Map;
import java.util.Set;

/** Whether a workspace is open: the fact, not the reason (product facts, 7). */
public enum LockState {
  /** In use. */
  OPEN,
  /** In the buffer: its data can be read, and nobody pays for it. */
  LOCKED,
  /** Fully locked: its data is cleared for good. */
  CLEARED,
  /** Given up by its owner for good. */
  DISSOLVED;

  /** Every move there is; from cleared it opens again empty. */
  private static final Map<LockState, Set<LockState>> MOVES =
      Map.of(
          OPEN, Set.of(LOCKED),
          LOCKED, Set.of(OPEN, CLEARED, DISSOLVED),
          CLEARED, Set.of(OPEN),
          DISSOLVED, Set.of());

  /** Whether the life of a lock has this move. */
  public boolean mayMoveTo(LockState next) {
    return MOVES.getOrDefault(this, Set.of()).contains(next);
  }
}
