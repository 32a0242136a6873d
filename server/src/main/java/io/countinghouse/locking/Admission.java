package io.countinghouse.locking;

import io.countinghouse.kernel.WorkspaceId;
import org.jspecify.annotations.Nullable;

/**
 * Whether the data plane may take data of a workspace (product facts, 7).
 *
 * @param workspace empty when there is none of the token
 */
public record Admission(@Nullable WorkspaceId workspace, Standing standing, Verdict verdict) {

  /** What the data plane does. */
  public enum Verdict {
    /** Takes new data. */
    ALLOW,
    /** Refuses new data; what is there can be read. */
    READ_ONLY,
    /** Refuses everything. */
    REFUSED
  }

  /** Why. */
  public enum Standing {
    /** Paid for, or on the free plan. */
    OPEN,
    /** The subscription that pays is ending. */
    ENDING,
    /** Locked, in the buffer. */
    LOCKED,
    /** Fully locked. */
    CLEARED,
    DISSOLVED,
    /** There is no such workspace. */
    UNKNOWN
  }
}
