package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.Lock;
import io.countinghouse.locking.LockCause;
import io.countinghouse.locking.Locks;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.Bindings;
import io.countinghouse.settlement.Payer;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.Permission;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.Workspace;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What every page of a workspace has around its own content: lock, names, navigation. */
@Component
class WorkspaceFrames {

  private final Sites sites;
  private final Bindings bindings;
  private final Agreements agreements;
  private final Products products;
  private final Locks locks;
  private final BusinessClock clock;
  private final PageText text;

  WorkspaceFrames(
      Sites sites,
      Bindings bindings,
      Agreements agreements,
      Products products,
      Locks locks,
      BusinessClock clock,
      PageText text) {
    this.sites = sites;
    this.bindings = bindings;
    this.agreements = agreements;
    this.products = products;
    this.locks = locks;
    this.clock = clock;
    this.text = text;
  }

  /**
   * What templates read as {@code workspace}.
   *
   * @param seesPlan whether plan, usage and bills are shown to this member
   * @param lock the lock that is on; empty when it is open
   * @param subscribe where to subscribe again
   */
  record View(
      String id,
      String name,
      String site,
      boolean seesPlan,
      @Nullable LockView lock,
      List<SetUpProblems.SubscribeLink> subscribe) {}

  /**
   * A lock and its countdown.
   *
   * @param state the lock's {@link LockState}; a buffer that is over counts as cleared
   * @param cause the {@link LockCause}; empty when the workspace is dissolved, as are the times
   * @param settles whether this member may have it paid for again
   * @param dissolves whether this member may dissolve it now
   */
  record LockView(
      String state,
      String cause,
      String left,
      String startedAt,
      String bufferEndsAt,
      boolean settles,
      boolean dissolves) {

    /** Whether its data is gone. */
    public boolean full() {
      return !state.equals(LockState.LOCKED.name());
    }
  }

  /** The frame as a member sees it, in the caller's transaction. */
  View of(Workspace workspace, Role role, Language language) {
    Site site = sites.get(workspace.site());
    return new View(
        workspace.id().value(),
        workspace.name(),
        site.name(language),
        role.may(Permission.VIEW_PLAN),
        lockView(workspace, role, site, language),
        subscribeLinks(payingAgreement(workspace.id()), site, language));
  }

  /** The zone of a workspace's site, in which its times are shown. */
  ZoneId zoneOf(Workspace workspace) {
    return sites.get(workspace.site()).zone();
  }

  /** The agreement that pays for a workspace now. */
  Optional<Agreement> payingAgreement(WorkspaceId workspace) {
    return bindings
        .payerOf(workspace)
        .flatMap(payer ->
            switch (payer) {
              case Payer.CloudAccount(BillingAccountId _, AgreementId agreement) ->
                  agreements.find(agreement);
              case Payer.BillingCenter _ -> Optional.empty();
            });
  }

  private @Nullable LockView lockView(
      Workspace workspace, Role role, Site site, Language language) {
    if (workspace.lockState() == LockState.DISSOLVED) {
      return new LockView(LockState.DISSOLVED.name(), "", "", "", "", false, false);
    }
    return locks.of(workspace.id()).map(lock -> lockView(lock, role, site, language)).orElse(null);
  }

  private LockView lockView(Lock lock, Role role, Site site, Language language) {
    Instant now = clock.now();
    return new LockView(
        (lock.isFull(now) ? LockState.CLEARED : LockState.LOCKED).name(),
        lock.cause().name(),
        text.daysAndHours(lock.left(now), language),
        text.time(lock.startedAt(), site.zone(), language),
        text.time(lock.bufferEndsAt(), site.zone(), language),
        role.may(Permission.MANAGE_SETTLEMENT),
        role.may(Permission.DISSOLVE) && !lock.isFull(now));
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
