package io.countinghouse.identity;

import io.countinghouse.site.Sites;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Registers billing accounts alone, without a console account. */
@Service
public class BillingRegistrations {

  private final BillingAccounts accounts;
  private final EmailCodes codes;
  private final PasswordHasher passwords;
  private final Sites sites;
  private final TransactionTemplate tx;

  BillingRegistrations(
      BillingAccounts accounts,
      EmailCodes codes,
      PasswordHasher passwords,
      Sites sites,
      TransactionTemplate tx) {
    this.accounts = accounts;
    this.codes = codes;
    this.passwords = passwords;
    this.sites = sites;
    this.tx = tx;
  }

  /** What came of it. */
  public sealed interface Outcome {

    record Made(BillingAccount account) implements Outcome {}

    /** There is no such site. */
    record SiteRefused() implements Outcome {}

    /** The code is wrong; so many tries are left, 0 when it is void now. */
    record CodeWrong(int triesLeft) implements Outcome {}

    /** There is no code to compare with: ask for one. */
    record CodeMissing() implements Outcome {}

    /** Another billing account, of whichever site, has this username. */
    record UsernameTaken() implements Outcome {}
  }

  /**
   * Makes a billing account whose address was shown by a code. Not to be called in a transaction:
   * failed tries of a code must count.
   *
   * @param account its site decides the currency
   * @param code of purpose {@link CodePurpose#REGISTRATION}, as typed
   * @throws IllegalArgumentException if the password is the username or the address
   */
  public Outcome register(AccountDetails account, Company company, String code, Password password) {
    if (sites.find(account.site()).isEmpty()) {
      return new Outcome.SiteRefused();
    }
    return switch (codes.check(CodePurpose.REGISTRATION, account.email(), code)) {
      case EmailCodes.Verdict.Wrong(int triesLeft) -> new Outcome.CodeWrong(triesLeft);
      case EmailCodes.Verdict.NoneValid() -> new Outcome.CodeMissing();
      case EmailCodes.Verdict.Right(EmailCodeId right) -> {
        NewBillingAccount wanted = wanted(account, company, password);
        yield tx.execute(status -> {
          Outcome outcome = codes.use(right) ? make(wanted) : new Outcome.CodeMissing();
          if (!(outcome instanceof Outcome.Made)) {
            status.setRollbackOnly();
          }
          return outcome;
        });
      }
    };
  }

  private NewBillingAccount wanted(AccountDetails account, Company company, Password password) {
    return new NewBillingAccount(
        account.username(),
        account.email(),
        account.phone(),
        company,
        account.site(),
        sites.get(account.site()).currency(),
        account.language(),
        passwords.hashFor(password, account.username(), account.email()));
  }

  private Outcome make(NewBillingAccount wanted) {
    return switch (accounts.create(wanted)) {
      case BillingAccounts.CreateOutcome.UsernameTaken() -> new Outcome.UsernameTaken();
      case BillingAccounts.CreateOutcome.Created(BillingAccount account) ->
          new Outcome.Made(account);
    };
  }
}
