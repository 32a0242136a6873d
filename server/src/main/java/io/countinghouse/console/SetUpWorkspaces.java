package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Holdings;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
  private final MethodChanges changes;
  private final MethodRefusals refusals;
  private final Sites sites;
  private final TransactionTemplate tx;

  SetUpWorkspaces(
      Workspaces workspaces,
      Holdings holdings,
      MethodChanges changes,
      MethodRefusals refusals,
      Sites sites,
      TransactionTemplate tx) {
    this.workspaces = workspaces;
    this.holdings = holdings;
    this.changes = changes;
    this.refusals = refusals;
    this.sites = sites;
    this.tx = tx;
  }

  /**
   * A workspace that an agreement pays for, or is to pay for.
   *
   * @param intended whether that waits for AWS to confirm the subscription
   * @param mine whether the customer who is signed in is in it
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
                  it, Boolean.TRUE.equals(intended.get(it.id())), isMember(it, customer), language))
          .toList();
    });
  }

  /**
   * A workspace of a billing account, for binding.
   *
   * @param state {@code bound}, {@code intended}, {@code open} to be bound, or {@code refused}
   * @param lock the name of its lock state
   * @param reason why it is refused, in words
   */
  record Row(
      String id,
      String name,
      String site,
      String plan,
      String lock,
      String state,
      @Nullable String reason) {}

  /**
   * The workspaces of a billing account on every site, as they stand towards an agreement.
   *
   * @param q a part of their names; empty for all
   */
  List<Row> of(BillingAccountId account, AgreementId agreement, String q, Language language) {
    String part = q.strip().toLowerCase(Locale.ROOT);
    Set<String> bound = new HashSet<>();
    Set<String> intended = new HashSet<>();
    boundBy(agreement, null, language)
        .forEach(it -> (it.intended() ? intended : bound).add(it.id()));
    return workspaces.openedUnder(account).stream()
        .filter(it -> it.name().toLowerCase(Locale.ROOT).contains(part))
        .map(it -> row(it, account, bound, intended, language))
        .toList();
  }

  /** Whether a workspace of a billing account can be bound to an agreement, and is not yet. */
  boolean isOpen(BillingAccountId account, AgreementId agreement, WorkspaceId workspace) {
    return tx.execute(_ ->
        holdings.workspacesOf(agreement, SHOWN_MAX).stream()
                .noneMatch(it -> it.until() == null && it.workspace().equals(workspace))
            && workspaces.openedUnder(account).stream().anyMatch(it -> it.id().equals(workspace))
            && changes.refusal(account, workspace, Site.Method.AWS).isEmpty());
  }

  private Row row(
      Workspace workspace,
      BillingAccountId account,
      Set<String> bound,
      Set<String> intended,
      Language language) {
    String id = workspace.id().value();
    Site site = sites.get(workspace.site());
    String reason =
        bound.contains(id) || intended.contains(id)
            ? null
            : changes
                .refusal(account, workspace.id(), Site.Method.AWS)
                .map(why -> refusals.words(why, site, language))
                .orElse(null);
    String state =
        bound.contains(id)
            ? "bound"
            : intended.contains(id) ? "intended" : reason == null ? "open" : "refused";
    WorkspacePages.Listed listed = WorkspacePages.Listed.of(workspace, site.name(language));
    return new Row(id, listed.name(), listed.site(), listed.plan(), listed.lock(), state, reason);
  }

  private boolean isMember(Workspace workspace, @Nullable SignedInCustomer customer) {
    return customer != null && workspaces.role(workspace.id(), customer.account()).isPresent();
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
