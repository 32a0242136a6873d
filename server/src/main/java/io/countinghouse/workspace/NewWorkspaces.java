package io.countinghouse.workspace;

import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Further workspaces of people who have one. */
@Service
public class NewWorkspaces {

  private final Workspaces workspaces;
  private final OpenedUnder openedUnder;
  private final TransactionTemplate tx;

  NewWorkspaces(Workspaces workspaces, OpenedUnder openedUnder, TransactionTemplate tx) {
    this.workspaces = workspaces;
    this.openedUnder = openedUnder;
    this.tx = tx;
  }

  /**
   * Makes a workspace on the free plan, on the site of another one; its owner opens it under the
   * same billing account as that one, any other member under none.
   *
   * @param beside a workspace that the new owner is in
   * @return the new one; empty if they are not in that workspace
   */
  public Optional<WorkspaceId> create(
      WorkspaceId beside, ConsoleAccountId owner, WorkspaceName name, Language language) {
    return tx.execute(_ ->
        workspaces
            .role(beside, owner)
            .map(role -> {
              Workspace made =
                  workspaces.create(
                      workspaces.siteOf(beside), name.value(), language, Plan.FREE, owner);
              if (role == Role.OWNER) {
                openedUnder
                    .of(beside)
                    .ifPresent(account -> workspaces.openUnder(made.id(), account));
              }
              return made.id();
            }));
  }
}
