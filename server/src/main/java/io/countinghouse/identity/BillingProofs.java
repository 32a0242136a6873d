package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.Language;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Shows that somebody may act for an existing billing account, by its password or by a code to its
 * address; and by its second factor, where that is on. Callers limit how often usernames are tried,
 * together with sign-ins.
 */
@Service
public class BillingProofs {

  private static final int LETTERS = 26;

  /** Where unknown usernames seem to have their mail: where many real ones have it. */
  private static final List<String> COMMON_DOMAINS =
      List.of("gmail.com", "outlook.com", "qq.com", "163.com", "126.com", "foxmail.com");

  private final BillingAccounts accounts;
  private final AccountCodes accountCodes;
  private final EmailCodes codes;
  private final SecondFactors secondFactors;
  private final KeyedHash hash;
  private final AuditTrail audit;
  private final TransactionTemplate tx;

  BillingProofs(
      BillingAccounts accounts,
      AccountCodes accountCodes,
      EmailCodes codes,
      SecondFactors secondFactors,
      KeyedHash hash,
      AuditTrail audit,
      TransactionTemplate tx) {
    this.accounts = accounts;
    this.accountCodes = accountCodes;
    this.codes = codes;
    this.secondFactors = secondFactors;
    this.hash = hash;
    this.audit = audit;
    this.tx = tx;
  }

  /** What came of a proof. */
  public sealed interface Outcome {

    /** It is theirs. */
    record Proven(BillingAccount account) implements Outcome {}

    /** Password or code is wrong, or there is no such account: nobody is told which. */
    record NotShown() implements Outcome {}

    /**
     * Password or code is right; the account's second factor is on, and was not shown with it.
     *
     * @param tried whether a code of it was typed, and is wrong
     */
    record FactorWanted(boolean tried) implements Outcome {}

    /** Too many tries at the account's second factor; again after so long. */
    record TooMany(Duration retryAfter) implements Outcome {}
  }

  /**
   * Sends a code to the address on file, if there is such an account.
   *
   * @return the masked address to show; for an unknown username one that looks like it, always the
   *     same, so that the answer does not tell
   */
  public String sendCode(String username, Language language) {
    Optional<BillingAccount> account = accounts.byUsername(username);
    accountCodes.send(
        CodePurpose.BILLING_ACCOUNT_PROOF,
        account.map(BillingProofs::to).orElseGet(() -> AccountCodes.To.nobody(username)),
        language);
    return account.map(BillingAccount::maskedEmail).orElseGet(() -> seeming(username));
  }

  /**
   * Proves by the code of {@link #sendCode}, and uses it up; not before the second factor was
   * shown. Not to be called in a transaction.
   *
   * @param factor a code of the account's second factor, as typed; empty for none
   */
  public Outcome byCode(String username, String code, String factor) {
    Optional<BillingAccount> account = accounts.byUsername(username);
    Optional<EmailCodeId> right =
        accountCodes.check(
            CodePurpose.BILLING_ACCOUNT_PROOF,
            account.map(BillingProofs::to).orElseGet(() -> AccountCodes.To.nobody(username)),
            code);
    if (account.isEmpty() || right.isEmpty()) {
      return new Outcome.NotShown();
    }
    return lacking(account.get(), factor)
        .orElseGet(() ->
            tx.execute(_ ->
                codes.use(right.get()) ? proven(account.get(), "code") : new Outcome.NotShown()));
  }

  /**
   * Proves by the billing account's password. Not to be called in a transaction.
   *
   * @param factor a code of the account's second factor, as typed; empty for none
   */
  public Outcome byPassword(String username, String password, String factor) {
    Optional<BillingAccount> account = accounts.authenticate(username, password);
    return account.isEmpty()
        ? new Outcome.NotShown()
        : lacking(account.get(), factor)
            .orElseGet(() -> tx.execute(_ -> proven(account.get(), "password")));
  }

  /** What is lacking where a second factor is on; empty where it is off or was shown. */
  private Optional<Outcome> lacking(BillingAccount account, String factor) {
    AccountRef ref = new AccountRef.Billing(account.id());
    if (!secondFactors.isOn(ref)) {
      return Optional.empty();
    }
    if (factor.isBlank()) {
      return Optional.of(new Outcome.FactorWanted(false));
    }
    return switch (secondFactors.check(ref, factor)) {
      case SecondFactors.Verdict.Right() -> Optional.empty();
      case SecondFactors.Verdict.Wrong() -> Optional.of(new Outcome.FactorWanted(true));
      case SecondFactors.Verdict.TooMany(var wait) -> Optional.of(new Outcome.TooMany(wait));
    };
  }

  private Outcome proven(BillingAccount account, String by) {
    audit.record(
        Actor.billing(account.id()),
        "billing-account.proven",
        account.id().value(),
        Map.of("by", by));
    return new Outcome.Proven(account);
  }

  static AccountCodes.To to(BillingAccount account) {
    return new AccountCodes.To(
        account.id().value(), account.username(), new EmailAddress(account.email()));
  }

  private String seeming(String username) {
    byte[] bytes = hash.of("seeming address", Username.folded(username));
    char letter = (char) ('a' + Math.floorMod(bytes[0], LETTERS));
    String domain = COMMON_DOMAINS.get(Math.floorMod(bytes[1], COMMON_DOMAINS.size()));
    return new EmailAddress(letter + "@" + domain).masked();
  }
}
