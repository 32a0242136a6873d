package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes who pays for a workspace as its customer wishes, within the rules (facts, §6). */
@Service
public class MethodChanges {

  private final BindingTable table;
  private final PayerChanges payers;
  private final CloudAccounts cloudAccounts;
  private final Releases releases;
  private final AnyMethod anyMethod;
  private final ArrearsTable arrears;
  private final Holdings holdings;
  private final Intentions intentions;
  private final Agreements agreements;
  private final Products products;
  private final Workspaces workspaces;
  private final Sites sites;
  private final BusinessClock clock;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;

  MethodChanges(
      BindingTable table,
      PayerChanges payers,
      CloudAccounts cloudAccounts,
      Releases releases,
      AnyMethod anyMethod,
      ArrearsTable arrears,
      Holdings holdings,
      Intentions intentions,
      Agreements agreements,
      Products products,
      Workspaces workspaces,
      Sites sites,
      BusinessClock clock,
      ApplicationEventPublisher events,
      TransactionTemplate tx) {
    this.table = table;
    this.payers = payers;
    this.cloudAccounts = cloudAccounts;
    this.releases = releases;
    this.anyMethod = anyMethod;
    this.arrears = arrears;
    this.holdings = holdings;
    this.intentions = intentions;
    this.agreements = agreements;
    this.products = products;
    this.workspaces = workspaces;
    this.sites = sites;
    this.clock = clock;
    this.events = events;
    this.tx = tx;
  }

  /**
   * Whether a workspace of an account may be settled by a method now, whoever then pays.
   *
   * @return why not; empty when it may
   */
  public Optional<MethodChange.Refused> refusal(
      BillingAccountId account, WorkspaceId workspace, Site.Method method) {
    return tx.execute(_ ->
        own(account, workspace)
            .map(it -> MethodRules.refusal(facts(account, it), method))
            .orElseGet(() -> Optional.of(new MethodChange.Refused.NotTheirs())));
  }

  /** Has a cloud account that the account holds pay for a workspace. */
  public MethodChange toCloudAccount(
      BillingAccountId account, WorkspaceId workspace, AgreementId agreement, Actor by) {
    return change(workspace, new Payer.CloudAccount(account, agreement), by, true);
  }

  /** Has the billing account itself pay for a workspace. */
  public MethodChange toBillingCenter(BillingAccountId account, WorkspaceId workspace, Actor by) {
    return change(workspace, new Payer.BillingCenter(account), by, true);
  }

  /** The same as {@link #toCloudAccount}, for who tells of it as of a set-up. */
  MethodChange setUp(
      BillingAccountId account, WorkspaceId workspace, AgreementId agreement, Actor by) {
    return change(workspace, new Payer.CloudAccount(account, agreement), by, false);
  }

  /**
   * Takes back that a cloud account is to pay for a workspace once AWS has confirmed it; who pays
   * now stays.
   *
   * @return false, and nothing is changed, if nothing waits for AWS any more, or it is not theirs
   */
  public boolean withdraw(BillingAccountId account, WorkspaceId workspace, Actor by) {
    return tx.execute(_ -> {
      if (own(account, workspace).isEmpty()) {
        return false;
      }
      holdings.intendedFor(workspace).ifPresent(agreements::lock);
      return intentions.drop(workspace, by);
    });
  }

  private MethodChange change(WorkspaceId id, Payer after, Actor by, boolean told) {
    return tx.execute(status -> {
      List<AgreementId> concerned = concerned(id, after);
      // Agreements in one order everywhere, and before whatever a change locks.
      concerned.forEach(agreements::lock);
      table.lock(id);
      if (!concerned.equals(concerned(id, after))) {
        return new MethodChange.Refused.ChangedMeanwhile();
      }
      Optional<Workspace> workspace = own(after.billingAccount(), id);
      if (workspace.isEmpty()) {
        return new MethodChange.Refused.NotTheirs();
      }
      Optional<MethodChange.Refused> notHeld = notHeld(after);
      if (notHeld.isPresent()) {
        return notHeld.get();
      }
      MethodRules.Facts facts = facts(after.billingAccount(), workspace.get());
      MethodChange outcome = decide(workspace.get(), facts, after, by);
      if (outcome instanceof MethodChange.Refused.ChangedMeanwhile) {
        status.setRollbackOnly();
      }
      // Of an unlock they are told as such.
      if (told && !facts.locked() && outcome instanceof MethodChange.Changed) {
        Optional<Agreement> chosen = agreementOf(after).flatMap(agreements::find);
        String awsAccount = chosen.map(Agreement::awsAccountId).orElse("");
        events.publishEvent(new MethodChosen(id, after, awsAccount, clock.now()));
      }
      return outcome;
    });
  }

  private MethodChange decide(Workspace workspace, MethodRules.Facts facts, Payer after, Actor by) {
    if (after.equals(facts.payer()) && !facts.locked()) {
      return new MethodChange.Refused.AlreadySo();
    }
    MethodChange.Refused.Waiting waiting = facts.waiting();
    if (waiting != null && holdings.intendedFor(workspace.id()).equals(agreementOf(after))) {
      return waiting;
    }
    Optional<MethodChange.Refused> refusal = MethodRules.refusal(facts, methodOf(after));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    ChangeReason.Cause cause = MethodRules.cause(facts);
    ChangeReason reason =
        new ChangeReason(
            by, cause, cause == ChangeReason.Cause.CHANGE ? MethodRules.month(facts) : null);
    return switch (after) {
      case Payer.BillingCenter _ -> changed(workspace.id(), facts, after, reason);
      case Payer.CloudAccount account -> {
        AgreementState state = agreements.lock(account.agreement()).state();
        yield switch (state) {
          case ACTIVE -> changed(workspace.id(), facts, after, reason);
          case PENDING -> {
            intentions.drop(workspace.id(), by);
            payers.intend(workspace.id(), account, clock.now(), reason);
            yield new MethodChange.Intended();
          }
          case ENDING, ENDED, FAILED, SUCCEEDED -> new MethodChange.Refused.NotUsable(state);
        };
      }
    };
  }

  private MethodChange changed(
      WorkspaceId workspace, MethodRules.Facts facts, Payer after, ChangeReason reason) {
    intentions.drop(workspace, reason.by());
    // Before a locked workspace is unlocked here, AWS may disprove the end that it was locked for.
    return payers.changeFrom(facts.payer(), workspace, after, clock.now(), reason)
        ? new MethodChange.Changed(facts.locked() && !isLocked(workspaces.get(workspace)))
        : new MethodChange.Refused.ChangedMeanwhile();
  }

  private Optional<Workspace> own(BillingAccountId account, WorkspaceId id) {
    return workspaces.find(id).filter(_ -> workspaces.isOpenedUnder(id, account));
  }

  /** Why its choice cannot pay: the account does not hold it any more, or never did. */
  private Optional<MethodChange.Refused> notHeld(Payer payer) {
    return switch (payer) {
      case Payer.BillingCenter _ -> Optional.empty();
      case Payer.CloudAccount(BillingAccountId account, AgreementId agreement) ->
          cloudAccounts
                  .heldBy(agreement)
                  .filter(held -> held.billingAccount().equals(account))
                  .isPresent()
              ? Optional.empty()
              : Optional.of(
                  cloudAccounts
                      .takenFrom(account, agreement)
                      .<MethodChange.Refused>map(MethodChange.Refused.NotUsable::new)
                      .orElseGet(MethodChange.Refused.NotTheirs::new));
    };
  }

  private static Site.Method methodOf(Payer payer) {
    return switch (payer) {
      case Payer.BillingCenter _ -> Site.Method.BILLING_CENTER;
      case Payer.CloudAccount _ -> Site.Method.AWS;
    };
  }

  /** The agreements that pay, are to pay, or would pay, in id order. */
  private List<AgreementId> concerned(WorkspaceId workspace, Payer after) {
    return Stream.of(
            table.open(workspace).flatMap(MethodChanges::agreementOf),
            holdings.intendedFor(workspace),
            agreementOf(after))
        .flatMap(Optional::stream)
        .filter(id -> agreements.find(id).isPresent())
        .map(AgreementId::value)
        .distinct()
        .sorted()
        .map(AgreementId::new)
        .toList();
  }

  private static Optional<AgreementId> agreementOf(Payer payer) {
    return switch (payer) {
      case Payer.BillingCenter _ -> Optional.empty();
      case Payer.CloudAccount(BillingAccountId _, AgreementId id) -> Optional.of(id);
    };
  }

  private MethodRules.Facts facts(BillingAccountId account, Workspace workspace) {
    Site site = sites.get(workspace.site());
    Instant now = clock.now();
    Payer payer = table.open(workspace.id()).orElse(null);
    return new MethodRules.Facts(
        site,
        anyMethod.of(account).isPresent(),
        workspace.lockState() == LockState.DISSOLVED,
        isLocked(workspace),
        arrears.isOverdue(account),
        waiting(workspace.id(), now),
        payer,
        releases.isReleased(workspace.id()),
        payer == null ? null : endOf(payer),
        table.hasChangedIn(workspace.id(), site.dayOf(now).withDayOfMonth(1)),
        now);
  }

  /** What waits for AWS to pay for a workspace; empty for nothing. */
  private MethodChange.Refused.@Nullable Waiting waiting(WorkspaceId workspace, Instant now) {
    return holdings
        .intendedFor(workspace)
        .flatMap(agreements::find)
        .map(it -> {
          Instant starts = it.terms().startsAt();
          boolean later = starts != null && starts.isAfter(now);
          return new MethodChange.Refused.Waiting(later ? starts : null);
        })
        .orElse(null);
  }

  private static boolean isLocked(Workspace workspace) {
    return switch (workspace.lockState()) {
      case OPEN, DISSOLVED -> false;
      case LOCKED, CLEARED -> true;
    };
  }

  private @Nullable Instant endOf(Payer payer) {
    return agreementOf(payer)
        .flatMap(agreements::find)
        .filter(it -> it.state() == AgreementState.ENDING)
        .map(this::deadline)
        .orElse(null);
  }

  private @Nullable Instant deadline(Agreement agreement) {
    Instant since = agreement.endingSince();
    return since == null ? null : since.plus(products.get(agreement.productCode()).finalWindow());
  }
}
