package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.settlement.SetUp.Outcome;
import io.countinghouse.workspace.Workspaces;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Has a landed agreement pay for workspaces that there are, by the rules of change (facts, §6). */
@Service
public class SetUpBindings {

  private final SetUpGate gate;
  private final MethodChanges changes;
  private final Bindings bindings;
  private final Holdings holdings;
  private final Agreements agreements;
  private final Workspaces workspaces;
  private final EmailCodes codes;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;

  SetUpBindings(
      SetUpGate gate,
      MethodChanges changes,
      Bindings bindings,
      Holdings holdings,
      Agreements agreements,
      Workspaces workspaces,
      EmailCodes codes,
      ApplicationEventPublisher events,
      TransactionTemplate tx) {
    this.gate = gate;
    this.changes = changes;
    this.bindings = bindings;
    this.holdings = holdings;
    this.agreements = agreements;
    this.workspaces = workspaces;
    this.codes = codes;
    this.events = events;
    this.tx = tx;
  }

  /**
   * Binds a workspace, and makes the account the agreement's holder with the first one. Bound
   * twice, or in two tabs, it is bound once; of two accounts, one wins.
   *
   * @param by who is known to want it
   * @param code the owner's, which is used up; empty for who is signed in to the Billing Center
   */
  public Outcome bind(
      AgreementId agreement,
      BillingAccountId account,
      WorkspaceId workspace,
      Actor by,
      @Nullable EmailCodeId code) {
    return tx.execute(status -> {
      Outcome outcome = bound(agreement, account, workspace, by, code);
      if (!(outcome instanceof Outcome.Done)) {
        status.setRollbackOnly();
      }
      return outcome;
    });
  }

  /** Whether an agreement pays for a workspace, or is to once AWS has confirmed it. */
  public boolean isBound(AgreementId agreement, WorkspaceId workspace) {
    return tx.execute(_ -> agreementsOf(workspace).anyMatch(agreement::equals));
  }

  private Outcome bound(
      AgreementId agreement,
      BillingAccountId account,
      WorkspaceId workspace,
      Actor by,
      @Nullable EmailCodeId code) {
    lockAll(agreement, workspace);
    if (!workspaces.isOpenedUnder(workspace, account)) {
      return new Outcome.Refused(new MethodChange.Refused.NotTheirs());
    }
    Optional<Outcome> refusal = gate.refusal(agreement, account);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (agreementsOf(workspace).anyMatch(agreement::equals)) {
      return done(agreement, workspace);
    }
    if (code != null && !codes.use(code)) {
      return new Outcome.CodeUsed();
    }
    gate.take(agreement, account, by);
    return switch (changes.setUp(account, workspace, agreement, by)) {
      case MethodChange.Changed _, MethodChange.Intended() -> {
        Outcome.Done done = done(agreement, workspace);
        events.publishEvent(
            new SetUpCompleted(agreement, account, done.owner(), workspace, done.active()));
        yield done;
      }
      case MethodChange.Refused why -> new Outcome.Refused(why);
    };
  }

  private Outcome.Done done(AgreementId agreement, WorkspaceId workspace) {
    return new Outcome.Done(workspaces.ownerOf(workspace), workspace, gate.isActive(agreement));
  }

  /** Agreements in one order everywhere, and before whatever a change locks. */
  private void lockAll(AgreementId agreement, WorkspaceId workspace) {
    Stream.concat(Stream.of(agreement), agreementsOf(workspace))
        .map(AgreementId::value)
        .distinct()
        .sorted()
        .map(AgreementId::new)
        .forEach(agreements::lock);
  }

  /** The agreements that pay or are to pay for a workspace. */
  private Stream<AgreementId> agreementsOf(WorkspaceId workspace) {
    Stream<AgreementId> paying =
        bindings.payerOf(workspace).stream()
            .filter(Payer.CloudAccount.class::isInstance)
            .map(payer -> ((Payer.CloudAccount) payer).agreement());
    return Stream.concat(paying, holdings.intendedFor(workspace).stream());
  }
}
