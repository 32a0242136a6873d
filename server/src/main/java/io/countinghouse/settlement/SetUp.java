package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.Company;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.NewBillingAccount;
import io.countinghouse.identity.NewConsoleAccount;
import io.countinghouse.identity.PasswordHash;
import io.countinghouse.identity.PasswordHasher;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Successions;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Sets a new customer up: accounts, workspace, cloud account and binding, all or nothing. */
@Service
public class SetUp {

  private final Agreements agreements;
  private final Successions successions;
  private final CloudAccounts cloudAccounts;
  private final PayerChanges payers;
  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final EmailCodes codes;
  private final PasswordHasher passwords;
  private final Workspaces workspaces;
  private final Sites sites;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  SetUp(
      Agreements agreements,
      Successions successions,
      CloudAccounts cloudAccounts,
      PayerChanges payers,
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      EmailCodes codes,
      PasswordHasher passwords,
      Workspaces workspaces,
      Sites sites,
      AuditTrail audit,
      ApplicationEventPublisher events,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.agreements = agreements;
    this.successions = successions;
    this.cloudAccounts = cloudAccounts;
    this.payers = payers;
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.codes = codes;
    this.passwords = passwords;
    this.workspaces = workspaces;
    this.sites = sites;
    this.audit = audit;
    this.events = events;
    this.tx = tx;
    this.clock = clock;
  }

  /** What came of a registration. */
  public sealed interface Outcome {

    /**
     * Everything is made.
     *
     * @param active false while AWS has not confirmed the subscription
     */
    record Done(ConsoleAccountId owner, WorkspaceId workspace, boolean active) implements Outcome {}

    /** The agreement has a holder already. */
    record AlreadyHeld(String maskedHolder) implements Outcome {}

    /** The subscription ended or failed: subscribe again at AWS. */
    record NotUsable(AgreementState state) implements Outcome {}

    /** The site does not exist or does not offer AWS. */
    record SiteRefused() implements Outcome {}

    record CodeWrong(int triesLeft) implements Outcome {}

    /** There is no code to compare with: ask for one. */
    record CodeMissing() implements Outcome {}

    record UsernameTaken() implements Outcome {}

    record EmailTaken() implements Outcome {}
  }

  /** The state of an agreement that a browser landed with, and who holds it. */
  public record Standing(Agreement agreement, Optional<BillingAccount> holder) {}

  /** How far the set-up of an agreement is; empty if there is no such agreement. */
  public Optional<Standing> standing(AgreementId id) {
    return tx.execute(_ ->
        agreements.find(id).map(agreement -> new Standing(agreement, holderOf(agreement.id()))));
  }

  /**
   * Registers a new customer. Done twice, or in two tabs, it makes one of each: the second finds
   * the agreement held. Not to be called in a transaction: failed tries of a code must count.
   */
  public Outcome register(Registration wanted) {
    Optional<Outcome> refused = tx.execute(_ -> refusal(wanted));
    if (refused.isPresent()) {
      return refused.get();
    }
    return switch (codes.check(CodePurpose.REGISTRATION, wanted.email(), wanted.code())) {
      case EmailCodes.Verdict.Wrong(int triesLeft) -> new Outcome.CodeWrong(triesLeft);
      // Pressed twice at once, the other one may have used the code meanwhile.
      case EmailCodes.Verdict.NoneValid() ->
          tx.execute(_ -> refusal(wanted).orElseGet(Outcome.CodeMissing::new));
      case EmailCodes.Verdict.Right(EmailCodeId code) ->
          make(
              wanted,
              code,
              passwords.hashFor(wanted.password(), wanted.username(), wanted.email()));
    };
  }

  private Optional<Outcome> refusal(Registration wanted) {
    Agreement agreement = agreements.lock(wanted.agreement());
    Optional<BillingAccount> holder = holderOf(agreement.id());
    if (holder.isPresent()) {
      return Optional.of(new Outcome.AlreadyHeld(holder.get().maskedUsername()));
    }
    // Its workspaces come by themselves: a second tenant would keep them away (facts, P18).
    if (successions.predecessorsOf(agreement.id()).stream()
        .anyMatch(before -> cloudAccounts.heldBy(before).isPresent())) {
      return Optional.of(new Outcome.NotUsable(AgreementState.SUCCEEDED));
    }
    return switch (agreement.state()) {
      case ENDING, ENDED, FAILED, SUCCEEDED ->
          Optional.of(new Outcome.NotUsable(agreement.state()));
      case PENDING, ACTIVE ->
          sites.find(wanted.site()).filter(site -> site.offers(Site.Method.AWS)).isEmpty()
              ? Optional.of(new Outcome.SiteRefused())
              : Optional.empty();
    };
  }

  private Outcome make(Registration wanted, EmailCodeId code, PasswordHash password) {
    return tx.execute(status -> {
      Outcome outcome = refusal(wanted).orElseGet(() -> makeAll(wanted, code, password));
      if (!(outcome instanceof Outcome.Done)) {
        status.setRollbackOnly();
      }
      return outcome;
    });
  }

  private Outcome makeAll(Registration wanted, EmailCodeId code, PasswordHash password) {
    if (!codes.use(code)) {
      return new Outcome.CodeMissing();
    }
    return switch (billingAccounts.create(billingAccountOf(wanted, password))) {
      case BillingAccounts.CreateOutcome.UsernameTaken() -> new Outcome.UsernameTaken();
      case BillingAccounts.CreateOutcome.Created(BillingAccount holder) ->
          switch (consoleAccounts.create(consoleAccountOf(wanted, password))) {
            case ConsoleAccounts.CreateOutcome.UsernameTaken() -> new Outcome.UsernameTaken();
            case ConsoleAccounts.CreateOutcome.EmailTaken() -> new Outcome.EmailTaken();
            case ConsoleAccounts.CreateOutcome.Created(ConsoleAccount owner) ->
                settle(wanted, holder, owner);
          };
    };
  }

  private Outcome settle(Registration wanted, BillingAccount holder, ConsoleAccount owner) {
    Instant now = clock.now();
    AgreementId agreement = wanted.agreement();
    boolean active = agreements.lock(agreement).state() == AgreementState.ACTIVE;
    Workspace workspace =
        workspaces.create(
            wanted.site(),
            wanted.workspaceName().value(),
            wanted.workspaceLanguage(),
            active ? Plan.COMMERCIAL : Plan.FREE,
            owner.id());
    workspaces.openUnder(workspace.id(), holder.id());
    cloudAccounts.register(agreement, holder.id(), now);
    Payer.CloudAccount payer = new Payer.CloudAccount(holder.id(), agreement);
    if (active) {
      payers.change(
          List.of(workspace.id()), payer, now, ChangeReason.first(Actor.customer(owner.id())));
    } else {
      payers.intend(workspace.id(), payer, now, ChangeReason.first(Actor.customer(owner.id())));
    }
    audit.record(
        Actor.customer(owner.id()),
        "cloud-account.registered",
        agreement.value(),
        Map.of("billingAccount", holder.id().value(), "workspace", workspace.id().value()));
    events.publishEvent(
        new SetUpCompleted(agreement, holder.id(), owner.id(), workspace.id(), active));
    return new Outcome.Done(owner.id(), workspace.id(), active);
  }

  private Optional<BillingAccount> holderOf(AgreementId agreement) {
    return cloudAccounts
        .heldBy(agreement)
        .flatMap(account -> billingAccounts.find(account.billingAccount()));
  }

  private NewBillingAccount billingAccountOf(Registration wanted, PasswordHash password) {
    return new NewBillingAccount(
        wanted.username(),
        wanted.email(),
        wanted.phone(),
        Company.named(wanted.company()),
        wanted.site(),
        sites.get(wanted.site()).currency(),
        wanted.pageLanguage(),
        password);
  }

  private static NewConsoleAccount consoleAccountOf(Registration wanted, PasswordHash password) {
    return new NewConsoleAccount(
        wanted.site(),
        wanted.username(),
        wanted.email(),
        wanted.phone(),
        wanted.pageLanguage(),
        password);
  }
}
