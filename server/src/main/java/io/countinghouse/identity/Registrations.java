package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.site.Sites;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Registers customers in steps: the account, with its address shown; the company, or an existing
 * billing account; and the accounts themselves, made in the transaction of what comes with them.
 * What was typed is kept under an id, so that a reload or another browser goes on with it.
 */
@Service
public class Registrations {

  private final RegistrationTable table;
  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final EmailCodes codes;
  private final PasswordHasher passwords;
  private final Sites sites;
  private final BusinessClock clock;
  private final AuditTrail audit;
  private final TransactionTemplate tx;

  Registrations(
      RegistrationTable table,
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      EmailCodes codes,
      PasswordHasher passwords,
      Sites sites,
      BusinessClock clock,
      AuditTrail audit,
      TransactionTemplate tx) {
    this.table = table;
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.codes = codes;
    this.passwords = passwords;
    this.sites = sites;
    this.clock = clock;
    this.audit = audit;
    this.tx = tx;
  }

  /** What came of the first step. */
  public sealed interface BeginOutcome {

    /** It is stored; the code is used up. */
    record Begun(RegistrationId id) implements BeginOutcome {}

    /** There is no such site. */
    record SiteRefused() implements BeginOutcome {}

    /** The code is wrong; so many tries are left, 0 when it is void now. */
    record CodeWrong(int triesLeft) implements BeginOutcome {}

    /** There is no code to compare with: ask for one. */
    record CodeMissing() implements BeginOutcome {}

    /** Another console account of the site has this username. */
    record UsernameTaken() implements BeginOutcome {}

    /** Another console account of the site has this address. */
    record EmailTaken() implements BeginOutcome {}
  }

  /** What came of making the accounts. */
  public sealed interface Outcome {

    /** They are made now. */
    record Made(ConsoleAccount console, BillingAccount billing) implements Outcome {}

    /** They were made before, by another tab or the same button. */
    record MadeBefore(ConsoleAccountId console) implements Outcome {}

    /** The step about the company is not done. */
    record CompanyMissing() implements Outcome {}

    /** Another console account of the site has this username now. */
    record UsernameTaken() implements Outcome {}

    /** Another console account of the site has this address now. */
    record EmailTaken() implements Outcome {}

    /** A billing account has this username: bind that one, or choose another. */
    record BillingUsernameTaken() implements Outcome {}
  }

  /**
   * The first step, done for the first time or again. Its names are looked up only after the code
   * was right, so that nobody learns by trying who has an account. Not to be called in a
   * transaction: failed tries of a code must count.
   *
   * @param before the registration that is gone on with; empty to begin one
   * @param code to the address, as typed; not looked at where the address is that of before
   * @throws IllegalArgumentException if the password is the username or the address
   */
  public BeginOutcome begin(
      @Nullable RegistrationId before, AccountDetails account, String code, Password password) {
    if (sites.find(account.site()).isEmpty()) {
      return new BeginOutcome.SiteRefused();
    }
    if (before != null && isShown(before, account.email())) {
      PasswordHash hash = passwords.hashFor(password, account.username(), account.email());
      return tx.execute(_ -> store(before, account, hash));
    }
    return switch (codes.check(CodePurpose.REGISTRATION, account.email(), code)) {
      case EmailCodes.Verdict.Wrong(int triesLeft) -> new BeginOutcome.CodeWrong(triesLeft);
      case EmailCodes.Verdict.NoneValid() -> new BeginOutcome.CodeMissing();
      case EmailCodes.Verdict.Right(EmailCodeId right) -> {
        PasswordHash hash = passwords.hashFor(password, account.username(), account.email());
        yield tx.execute(_ ->
            taken(account)
                .orElseGet(() ->
                    codes.use(right)
                        ? store(before, account, hash)
                        : new BeginOutcome.CodeMissing()));
      }
    };
  }

  private boolean isShown(RegistrationId id, EmailAddress email) {
    return find(id)
        .filter(it -> !it.isComplete() && it.email().value().equalsIgnoreCase(email.value()))
        .isPresent();
  }

  private Optional<BeginOutcome> taken(AccountDetails account) {
    if (consoleAccounts.byName(account.site(), account.username().value()).isPresent()) {
      return Optional.of(new BeginOutcome.UsernameTaken());
    }
    return consoleAccounts.byName(account.site(), account.email().value()).isPresent()
        ? Optional.of(new BeginOutcome.EmailTaken())
        : Optional.empty();
  }

  private BeginOutcome store(
      @Nullable RegistrationId before, AccountDetails account, PasswordHash hash) {
    Optional<BeginOutcome> taken = taken(account);
    if (taken.isPresent()) {
      return taken.get();
    }
    if (before != null && table.lock(before).filter(it -> !it.isComplete()).isPresent()) {
      table.setAccount(before, account, hash);
      return new BeginOutcome.Begun(before);
    }
    RegistrationId id = RegistrationId.next();
    table.insert(id, account, hash, clock.now());
    return new BeginOutcome.Begun(id);
  }

  /** A registration; empty if there is none. */
  public Optional<Registration> find(RegistrationId id) {
    return tx.execute(_ -> table.find(id));
  }

  /**
   * The second step, done for the first time or again: a billing account will be made.
   *
   * @throws IllegalStateException if the registration is completed or was never begun
   */
  public void setCompany(RegistrationId id, Company company) {
    tx.executeWithoutResult(_ -> table.setCompany(id, company));
  }

  /**
   * The second step with an existing billing account instead. Ending the account's sign-ins, as a
   * new password does, undoes it: its owner has to be shown again.
   *
   * @param existing whose owner was shown by {@link BillingProofs}
   * @throws IllegalStateException if the registration is completed or was never begun
   */
  public void setExisting(RegistrationId id, BillingAccountId existing) {
    tx.executeWithoutResult(_ -> table.setExisting(id, existing));
  }

  /**
   * Makes the console account and, unless there is one to tie to, the billing account of the same
   * username and first password; in the caller's transaction, which must be rolled back unless they
   * are made. Done twice, or in two tabs, it makes one of each.
   *
   * @throws IllegalStateException if there is no such registration
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Outcome complete(RegistrationId id) {
    Registration wanted =
        table.lock(id).orElseThrow(() -> new IllegalStateException("no registration " + id));
    Optional<ConsoleAccountId> before = wanted.consoleAccount();
    if (before.isPresent()) {
      return new Outcome.MadeBefore(before.get());
    }
    if (!wanted.hasPayer()) {
      return new Outcome.CompanyMissing();
    }
    if (wanted.existing() == null && billingAccounts.usernameTaken(wanted.username().value())) {
      return new Outcome.BillingUsernameTaken();
    }
    return switch (consoleAccounts.create(consoleAccountOf(wanted))) {
      case ConsoleAccounts.CreateOutcome.UsernameTaken() -> new Outcome.UsernameTaken();
      case ConsoleAccounts.CreateOutcome.EmailTaken() -> new Outcome.EmailTaken();
      case ConsoleAccounts.CreateOutcome.Created(ConsoleAccount console) -> made(wanted, console);
    };
  }

  private Outcome made(Registration wanted, ConsoleAccount console) {
    Optional<BillingAccount> billing = payer(wanted);
    if (billing.isEmpty()) {
      return new Outcome.BillingUsernameTaken();
    }
    table.completed(wanted.id(), console.id(), clock.now());
    audit.record(
        Actor.customer(console.id()),
        "registration.completed",
        wanted.id().value(),
        Map.of("billingAccount", billing.get().id().value()));
    return new Outcome.Made(console, billing.get());
  }

  /** Empty when another one took the username this very moment. */
  private Optional<BillingAccount> payer(Registration wanted) {
    if (wanted.existing() != null) {
      return billingAccounts.find(wanted.existing());
    }
    return switch (billingAccounts.create(billingAccountOf(wanted))) {
      case BillingAccounts.CreateOutcome.UsernameTaken() -> Optional.empty();
      case BillingAccounts.CreateOutcome.Created(BillingAccount account) -> Optional.of(account);
    };
  }

  private static NewConsoleAccount consoleAccountOf(Registration wanted) {
    return new NewConsoleAccount(
        wanted.site(),
        wanted.username(),
        wanted.email(),
        wanted.phone(),
        wanted.language(),
        wanted.passwordHash());
  }

  private NewBillingAccount billingAccountOf(Registration wanted) {
    return new NewBillingAccount(
        wanted.username(),
        wanted.email(),
        wanted.phone(),
        Objects.requireNonNull(wanted.company()),
        wanted.site(),
        sites.get(wanted.site()).currency(),
        wanted.language(),
        wanted.passwordHash());
  }
}
