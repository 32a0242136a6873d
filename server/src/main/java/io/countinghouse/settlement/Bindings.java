package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which payer a workspace has, from when to when. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Bindings {

  private final BindingTable table;
  private final PayersJustBefore payers;

  Bindings(BindingTable table, PayersJustBefore payers) {
    this.table = table;
    this.payers = payers;
  }

  /** The payers just before an instant; a workspace without one is left out. */
  public Map<WorkspaceId, Payer> payersJustBefore(
      Collection<WorkspaceId> workspaceIds, Instant instant) {
    return payers.of(workspaceIds, instant);
  }

  /**
   * Workspaces, those of one payer just before an instant after one another, those without one at
   * the end.
   *
   * @param workspaceIds each once
   */
  public List<WorkspaceId> byPayerJustBefore(
      Collection<WorkspaceId> workspaceIds, Instant instant) {
    return payers.inOrder(workspaceIds, instant);
  }

  /** Who pays for a workspace now. */
  public Optional<Payer> payerOf(WorkspaceId workspace) {
    return table.open(workspace);
  }

  /** Since when the one who pays for a workspace now does; empty when nobody does. */
  public Optional<Instant> payerSince(WorkspaceId workspace) {
    return table.openSince(workspace);
  }

  /** The workspaces that an agreement pays for now, in id order. */
  public List<WorkspaceId> workspacesOf(AgreementId agreement) {
    return BindingTable.workspaces(table.openOf(agreement));
  }
}
