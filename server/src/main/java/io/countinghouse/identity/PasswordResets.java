package io.countinghouse.identity;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** New passwords by a code to the address on file; says the same whether there is an account. */
@Service
public class PasswordResets {

  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final AccountCodes accountCodes;
  private final EmailCodes codes;
  private final Credentials credentials;
  private final TransactionTemplate tx;

  PasswordResets(
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      AccountCodes accountCodes,
      EmailCodes codes,
      Credentials credentials,
      TransactionTemplate tx) {
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.accountCodes = accountCodes;
    this.codes = codes;
    this.credentials = credentials;
    this.tx = tx;
  }

  /** Whose password it is. */
  public sealed interface Whose {

    /** A console account's, by username or address on its site. */
    record Console(SiteId site, String usernameOrEmail) implements Whose {}

    /** A billing account's, by username. */
    record Billing(String username) implements Whose {}
  }

  /** What came of a reset. */
  public sealed interface Outcome {

    /** The new password holds, and all sign-ins of before are ended. */
    record Done() implements Outcome {}

    /** The code is wrong, expired, used or tried out; or there is no such account. */
    record NotShown() implements Outcome {}

    /** The code was right and is still good; the password will not do for this account. */
    record Unfit(Set<Password.Problem> problems) implements Outcome {}
  }

  private record Found(AccountRef account, AccountCodes.To to) {}

  /** Sends a code if there is such an account; see {@link AccountCodes#send}. */
  public void sendCode(Whose whose, Language language) {
    accountCodes.send(purpose(whose), to(whose), language);
  }

  /** Sets a new password for who has the code. Not to be called in a transaction. */
  public Outcome reset(Whose whose, String code, Password wanted) {
    Optional<Found> found = find(whose);
    Optional<EmailCodeId> right =
        accountCodes.check(
            purpose(whose), found.map(Found::to).orElseGet(() -> nobody(whose)), code);
    if (found.isEmpty() || right.isEmpty()) {
      return new Outcome.NotShown();
    }
    AccountRef account = found.get().account();
    Set<Password.Problem> problems = credentials.problems(account, wanted.value());
    if (!problems.isEmpty()) {
      return new Outcome.Unfit(problems);
    }
    return tx.execute(_ -> {
      if (!codes.use(right.get())) {
        return new Outcome.NotShown();
      }
      credentials.setPassword(account, wanted, "reset");
      return new Outcome.Done();
    });
  }

  private AccountCodes.To to(Whose whose) {
    return find(whose).map(Found::to).orElseGet(() -> nobody(whose));
  }

  private Optional<Found> find(Whose whose) {
    return switch (whose) {
      case Whose.Console(SiteId site, String name) ->
          consoleAccounts
              .byName(site, name)
              .map(it -> new Found(new AccountRef.Console(it.id()), toConsole(it)));
      case Whose.Billing(String username) ->
          billingAccounts
              .byUsername(username)
              .map(it -> new Found(new AccountRef.Billing(it.id()), BillingProofs.to(it)));
    };
  }

  private static AccountCodes.To toConsole(ConsoleAccount account) {
    return new AccountCodes.To(
        account.id().value(), account.username(), new EmailAddress(account.email()));
  }

  private static AccountCodes.To nobody(Whose whose) {
    return switch (whose) {
      case Whose.Console(SiteId _, String name) -> AccountCodes.To.nobody(name);
      case Whose.Billing(String username) -> AccountCodes.To.nobody(username);
    };
  }

  private static CodePurpose purpose(Whose whose) {
    return switch (whose) {
      case Whose.Console _ -> CodePurpose.CONSOLE_PASSWORD;
      case Whose.Billing _ -> CodePurpose.BILLING_PASSWORD;
    };
  }
}
