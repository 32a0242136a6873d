package io.countinghouse.settlement;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workspaces have another payer from now on. Published in the transaction of the change.
 *
 * @param changes at least one, in the order of the workspaces' ids
 * @param at from when
 */
public record PayersChanged(List<Change> changes, Instant at) {

  /**
   * Another payer of one workspace.
   *
   * @param before empty: nobody paid
   * @param after empty: nobody pays
   */
  public record Change(WorkspaceId workspace, @Nullable Payer before, @Nullable Payer after) {}
}
