package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementDirectory;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.Bindings;
import io.countinghouse.settlement.Holdings;
import io.countinghouse.settlement.Payer;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.OpenedUnder;
import io.countinghouse.workspace.Permission;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what a member may see of a workspace; nothing for who is no member of it. */
@Service
class WorkspacePages {

  private final Workspaces workspaces;
  private final OpenedUnder openedUnder;
  private final Sites sites;
  private final Bindings bindings;
  private final Agreements agreements;
  private final AgreementDirectory directory;
  private final Holdings holdings;
  private final BillingAccounts billingAccounts;
  private final Products products;
  private final SubscriptionViews subscriptions;
  private final WorkspaceFrames frames;
  private final PageText text;
  private final TransactionTemplate tx;

  WorkspacePages(
      Workspaces workspaces,
      OpenedUnder openedUnder,
      Sites sites,
      Bindings bindings,
      Agreements agreements,
      AgreementDirectory directory,
      Holdings holdings,
      BillingAccounts billingAccounts,
      Products products,
      SubscriptionViews subscriptions,
      WorkspaceFrames frames,
      PageText text,
      TransactionTemplate tx) {
    this.workspaces = workspaces;
    this.openedUnder = openedUnder;
    this.sites = sites;
    this.bindings = bindings;
    this.agreements = agreements;
    this.directory = directory;
    this.holdings = holdings;
    this.billingAccounts = billingAccounts;
    this.products = products;
    this.subscriptions = subscriptions;
    this.frames = frames;
    this.text = text;
    this.tx = tx;
  }

  /**
   * A workspace in a list.
   *
   * @param lock the name of its {@link LockState}
   */
  record Listed(String id, String name, String site, String plan, String lock) {

    /**
     * @param site its site's name
     */
    static Listed of(Workspace workspace, String site) {
      return new Listed(
          workspace.id().value(),
          workspace.name(),
          site,
          workspace.plan().name(),
          workspace.lockState().name());
    }
  }

  /**
   * The page Plan &amp; Billing.
   *
   * @param settlement how it is settled; empty for a member who may not see it
   * @param endsAt until when the subscription that pays lasts, while it is ending
   * @param renewed whether the subscription that pays was renewed or replaced and the workspace
   *     waits to move to the next
   */
  record Plan(
      WorkspaceFrames.View workspace,
      String plan,
      String language,
      @Nullable Settlement settlement,
      @Nullable String payer,
      @Nullable String endsAt,
      boolean renewed) {}

  /**
   * How a workspace is settled.
   *
   * @param kind {@code aws}, {@code billing-center}, {@code intended} or {@code none}
   * @param subscription what pays, or is to pay
   * @param attached whether the workspace is under a billing account, which alone can have it
   *     settled
   * @param follows whether that subscription took over from an earlier one
   * @param waiting what is to pay once AWS has confirmed it, while somebody else pays
   */
  record Settlement(
      String kind,
      boolean attached,
      SubscriptionViews.@Nullable View subscription,
      boolean follows,
      @Nullable String since,
      @Nullable String manageUrl,
      SubscriptionViews.@Nullable View waiting) {}

  /** The workspaces an account is in, oldest first. */
  List<Listed> of(ConsoleAccountId account, Language language) {
    return workspaces.ofMember(account).stream()
        .map(workspace -> Listed.of(workspace, sites.get(workspace.site()).name(language)))
        .toList();
  }

  /** A workspace as one of its members sees it; empty for anybody else. */
  Optional<Plan> plan(WorkspaceId id, ConsoleAccountId account, Language language) {
    return tx.execute(_ ->
        workspaces
            .role(id, account)
            .filter(role -> role.may(Permission.VIEW_WORKSPACE))
            .map(role -> plan(workspaces.get(id), role, language)));
  }

  private Plan plan(Workspace workspace, Role role, Language language) {
    Site site = sites.get(workspace.site());
    Optional<Agreement> paying = frames.payingAgreement(workspace.id());
    return new Plan(
        frames.of(workspace, role, language),
        workspace.plan().name(),
        workspace.language().code(),
        role.may(Permission.VIEW_SETTLEMENT) ? settlement(workspace, site, language) : null,
        role.may(Permission.VIEW_SETTLEMENT) ? payer(workspace.id()) : null,
        paying.flatMap(this::endOf).map(end -> text.time(end, site.zone(), language)).orElse(null),
        paying.map(Agreement::state).filter(AgreementState.SUCCEEDED::equals).isPresent());
  }

  private Optional<Instant> endOf(Agreement agreement) {
    Instant since = agreement.endingSince();
    return agreement.state() == AgreementState.ENDING && since != null
        ? Optional.of(since.plus(products.get(agreement.productCode()).finalWindow()))
        : Optional.empty();
  }

  private @Nullable String payer(WorkspaceId workspace) {
    return bindings
        .payerOf(workspace)
        .flatMap(payer -> billingAccounts.find(payer.billingAccount()))
        .map(BillingAccount::username)
        .orElse(null);
  }

  private Settlement settlement(Workspace workspace, Site site, Language language) {
    Optional<Payer> payer = bindings.payerOf(workspace.id());
    Optional<Agreement> intended = holdings.intendedFor(workspace.id()).flatMap(agreements::find);
    if (payer.isEmpty()) {
      boolean attached = openedUnder.of(workspace.id()).isPresent();
      return intended
          .map(agreement -> byAws("intended", agreement, null, null, site, language))
          .orElseGet(() -> new Settlement("none", attached, null, false, null, null, null));
    }
    SubscriptionViews.View waiting =
        intended.map(it -> subscriptions.of(it, site.zone(), language)).orElse(null);
    String since =
        bindings
            .payerSince(workspace.id())
            .map(from -> text.time(from, site.zone(), language))
            .orElse(null);
    return switch (payer.get()) {
      case Payer.BillingCenter _ ->
          new Settlement("billing-center", true, null, false, since, null, waiting);
      case Payer.CloudAccount(BillingAccountId _, AgreementId id) ->
          byAws("aws", agreements.find(id).orElseThrow(), since, waiting, site, language);
    };
  }

  private Settlement byAws(
      String kind,
      Agreement agreement,
      @Nullable String since,
      SubscriptionViews.@Nullable View waiting,
      Site site,
      Language language) {
    return new Settlement(
        kind,
        true,
        subscriptions.of(agreement, site.zone(), language),
        !directory.predecessorsOf(agreement.id()).isEmpty(),
        since,
        products.get(agreement.productCode()).manageUrl().toString(),
        waiting);
  }
}
