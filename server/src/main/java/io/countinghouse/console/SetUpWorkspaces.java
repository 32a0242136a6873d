package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Holdings;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The workspaces that a set-up shows: what is bound, and what can be. */
@Service
class SetUpWorkspaces {

  private static final int SHOWN_MAX = 1000;

  private final Workspaces workspaces;
  private final Holdings holdings;
  private final Sites sites;
  private final TransactionTemplate tx;

  SetUpWorkspaces(Workspaces workspaces, Holdings holdings, Sites sites, TransactionTemplate tx) {
    this.workspaces = workspaces;
    this.holdings = holdings;
    this.sites = sites;
    this.tx = tx;
  }

  /**
   * A workspace that an agreement pays for, or is to pay for.
   *
   * @param intended whether that waits for AWS to confirm the subscription
   * @param mine whether the customer who is signed in owns it
   */
  record Bound(
      String id,
      String name,
      String site,
      String siteId,
      String plan,
      boolean intended,
      boolean mine) {}

  /** The workspaces of an agreement, as many as a page shows. */
  List<Bound> boundBy(
      AgreementId agreement, @Nullable SignedInCustomer customer, Language language) {
    return tx.execute(_ -> {
      Map<WorkspaceId, Boolean> intended =
          holdings.workspacesOf(agreement, SHOWN_MAX).stream()
              .filter(it -> it.until() == null)
              .collect(
                  Collectors.toMap(
                      Holdings.Settled::workspace, Holdings.Settled::intended, (a, _) -> a));
      return workspaces.all(intended.keySet()).stream()
          .map(it ->
              bound(
                  it, Boolean.TRUE.equals(intended.get(it.id())), isOwner(it, customer), language))
          .toList();
    });
  }

  private boolean isOwner(Workspace workspace, @Nullable SignedInCustomer customer) {
    return customer != null
        && Optional.of(workspaces.ownerOf(workspace.id()))
            .filter(customer.account()::equals)
            .isPresent();
  }

  private Bound bound(Workspace workspace, boolean intended, boolean mine, Language language) {
    return new Bound(
        workspace.id().value(),
        workspace.name(),
        sites.get(workspace.site()).name(language),
        workspace.site().value(),
        workspace.plan().name(),
        intended,
        mine);
  }
}
