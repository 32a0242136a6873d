package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.Lock;
import io.countinghouse.locking.Locks;
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
  private final Sites sites;
  private final Bindings bindings;
  private final Agreements agreements;
  private final AgreementDirectory directory;
  private final Holdings holdings;
  private final Products products;
  private final SubscriptionViews subscriptions;
  private final Locks locks;
  private final BusinessClock clock;
  private final PageText text;
  private final TransactionTemplate tx;

  WorkspacePages(
      Workspaces workspaces,
      Sites sites,
      Bindings bindings,
      Agreements agreements,
      AgreementDirectory directory,
      Holdings holdings,
      Products products,
      SubscriptionViews subscriptions,
      Locks locks,
      BusinessClock clock,
      PageText text,
      TransactionTemplate tx) {
    this.workspaces = workspaces;
    this.sites = sites;
    this.bindings = bindings;
    this.agreements = agreements;
    this.directory = directory;
    this.holdings = holdings;
    this.products = products;
    this.subscriptions = subscriptions;
    this.locks = locks;
    this.clock = clock;
    this.text = text;
    this.tx = tx;
  }

  /** A workspace in a list. */
  record Listed(String id, String name, String site, String plan, boolean locked) {

    /**
     * @param site its site's name
     */
    static Listed of(Workspace workspace, String site) {
      return new Listed(
          workspace.id().value(),
          workspace.name(),
          site,
          workspace.plan().name(),
          switch (workspace.lockState()) {
            case OPEN -> false;
            case LOCKED -> true;
          });
    }
  }

  /**
   * The page Plan &amp; Billing.
   *
   * @param seesPlan whether plan and bills are shown to this member
   * @param settlement how it is settled; empty for a member who may not see it
   * @param lock the lock that is on; empty when it is open
   * @param endsAt until when the subscription that pays lasts, while it is ending
   * @param renewed whether the subscription that pays was renewed or replaced and the workspace
   *     waits to move to the next
   * @param subscribe where to subscribe again
   */
  record Plan(
      String id,
      String name,
      String site,
      String plan,
      String language,
      boolean seesPlan,
      @Nullable Settlement settlement,
      @Nullable LockView lock,
      @Nullable String endsAt,
      boolean renewed,
      List<SetUpProblems.SubscribeLink> subscribe) {}

  /**
   * How a workspace is settled.
   *
   * @param kind {@code aws}, {@code billing-center}, {@code intended} or {@code none}
   * @param subscription what pays, or is to pay
   * @param follows whether that subscription took over from an earlier one
   */
  record Settlement(
      String kind,
      SubscriptionViews.@Nullable View subscription,
      boolean follows,
      @Nullable String since,
      @Nullable String manageUrl) {}

  /** The countdown of a lock. */
  record LockView(boolean full, String left, String startedAt, String bufferEndsAt) {}

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
    Optional<Agreement> paying = payingAgreement(workspace.id());
    return new Plan(
        workspace.id().value(),
        workspace.name(),
        site.name(language),
        workspace.plan().name(),
        workspace.language().code(),
        role.may(Permission.VIEW_PLAN),
        role.may(Permission.VIEW_SETTLEMENT) ? settlement(workspace, site, language) : null,
        locks.of(workspace.id()).map(lock -> lockView(lock, site, language)).orElse(null),
        paying.flatMap(this::endOf).map(end -> text.time(end, site.zone(), language)).orElse(null),
        paying.map(Agreement::state).filter(AgreementState.SUCCEEDED::equals).isPresent(),
        subscribeLinks(paying, site, language));
  }

  private Optional<Agreement> payingAgreement(WorkspaceId workspace) {
    return bindings
        .payerOf(workspace)
        .flatMap(payer ->
            switch (payer) {
              case Payer.CloudAccount(BillingAccountId _, AgreementId agreement) ->
                  agreements.find(agreement);
              case Payer.BillingCenter _ -> Optional.empty();
            });
  }

  private Optional<Instant> endOf(Agreement agreement) {
    Instant since = agreement.endingSince();
    return agreement.state() == AgreementState.ENDING && since != null
        ? Optional.of(since.plus(products.get(agreement.productCode()).finalWindow()))
        : Optional.empty();
  }

  private Settlement settlement(Workspace workspace, Site site, Language language) {
    Optional<Payer> payer = bindings.payerOf(workspace.id());
    if (payer.isEmpty()) {
      return holdings
          .intendedFor(workspace.id())
          .flatMap(agreements::find)
          .map(agreement -> byAws("intended", agreement, null, site, language))
          .orElseGet(() -> new Settlement("none", null, false, null, null));
    }
    String since =
        bindings
            .payerSince(workspace.id())
            .map(from -> text.time(from, site.zone(), language))
            .orElse(null);
    return switch (payer.get()) {
      case Payer.BillingCenter _ -> new Settlement("billing-center", null, false, since, null);
      case Payer.CloudAccount(BillingAccountId _, AgreementId id) ->
          byAws("aws", agreements.find(id).orElseThrow(), since, site, language);
    };
  }

  private Settlement byAws(
      String kind, Agreement agreement, @Nullable String since, Site site, Language language) {
    return new Settlement(
        kind,
        subscriptions.of(agreement, site.zone(), language),
        !directory.predecessorsOf(agreement.id()).isEmpty(),
        since,
        products.get(agreement.productCode()).manageUrl().toString());
  }

  private LockView lockView(Lock lock, Site site, Language language) {
    Instant now = clock.now();
    return new LockView(
        lock.isFull(now),
        text.daysAndHours(lock.left(now), language),
        text.time(lock.startedAt(), site.zone(), language),
        text.time(lock.bufferEndsAt(), site.zone(), language));
  }

  /** The product that pays or, where none does, those of the site's partition. */
  private List<SetUpProblems.SubscribeLink> subscribeLinks(
      Optional<Agreement> paying, Site site, Language language) {
    return products.all().stream()
        .filter(product ->
            paying
                .map(agreement -> agreement.productCode().equals(product.code()))
                .orElse(product.partition().equals(site.partition())))
        .map(product -> SetUpProblems.SubscribeLink.of(product, language))
        .toList();
  }
}
