package io.countinghouse.settlement;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.Collection;

/**
 * Takes a full reading before a change of payer, in the transaction of the change; implemented by
 * billing.
 */
public interface ReadingBeforeChange {

  /**
   * Posts everything received so far to the payers just before {@code asOf}. Taken twice, it posts
   * nothing the second time.
   */
  void readFully(Collection<WorkspaceId> workspaces, Instant asOf);
}
