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

  /**
   * The same where a subscription's end must not wait: a workspace whose reading fails is left to
   * its next one, which posts to whoever pays by then, and is told to operators. Where the readings
   * of all fail, and there are several, the first failure is thrown: it is not the workspaces.
   *
   * @throws org.springframework.dao.TransientDataAccessException if it may succeed when all is
   *     tried again
   */
  void readEach(Collection<WorkspaceId> workspaces, Instant asOf);
}
