package io.countinghouse.workspace;

import io.countinghouse.identity.AccountCodes;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Shows by a code that a console account is theirs for whom a workspace is to be made. Whether
 * there is an account of the address that was typed, nobody is told.
 */
@Service
public class CreationProofs {

  private final ConsoleAccounts accounts;
  private final AccountCodes accountCodes;
  private final EmailCodes codes;

  CreationProofs(ConsoleAccounts accounts, AccountCodes accountCodes, EmailCodes codes) {
    this.accounts = accounts;
    this.accountCodes = accountCodes;
    this.codes = codes;
  }

  /** An account that was shown, and the code that showed it, not used up yet. */
  public record Shown(ConsoleAccountId account, EmailCodeId code) {}

  /** Sends a code to an address if a console account of the site has it. */
  public void sendCode(SiteId site, EmailAddress typed, Language language) {
    accountCodes.send(
        CodePurpose.WORKSPACE_CREATION,
        find(site, typed)
            .map(CreationProofs::to)
            .orElseGet(() -> AccountCodes.To.nobody(site + " " + typed.value())),
        language);
  }

  /**
   * Compares a code, in a transaction of its own; {@code EmailCodes.use} then takes it in the
   * transaction of what it allows.
   *
   * @return empty when it is wrong, expired, used or tried out, or there is no such account
   */
  public Optional<Shown> check(SiteId site, EmailAddress typed, String code) {
    Optional<ConsoleAccount> account = find(site, typed);
    Optional<EmailCodeId> right =
        accountCodes.check(
            CodePurpose.WORKSPACE_CREATION,
            account
                .map(CreationProofs::to)
                .orElseGet(() -> AccountCodes.To.nobody(site + " " + typed.value())),
            code);
    return account.flatMap(it -> right.map(id -> new Shown(it.id(), id)));
  }

  /** Whether a code that was right has made a workspace already: the form was sent twice. */
  public boolean isUsed(SiteId site, EmailAddress typed, String code) {
    return find(site, typed)
        .filter(account ->
            codes.isUsed(
                CodePurpose.WORKSPACE_CREATION,
                account.id().value(),
                new EmailAddress(account.email()),
                code))
        .isPresent();
  }

  private Optional<ConsoleAccount> find(SiteId site, EmailAddress typed) {
    return accounts.byName(site, typed.value());
  }

  private static AccountCodes.To to(ConsoleAccount account) {
    return new AccountCodes.To(
        account.id().value(), account.username(), new EmailAddress(account.email()));
  }
}
