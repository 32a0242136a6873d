package io.countinghouse.identity;

import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.EmailCodes.About;
import io.countinghouse.identity.EmailCodes.RequestOutcome;
import io.countinghouse.identity.EmailCodes.Verdict;
import io.countinghouse.kernel.Language;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes the e-mail address of a console or billing account with a code to the old and to the new
 * one, and its phone with a code to its e-mail address (facts, §5): codes go by e-mail only. Not to
 * be called in a transaction, for failed tries of a code must count.
 */
@Service
public class ContactChanges {

  private final EmailCodes codes;
  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final TransactionTemplate tx;

  ContactChanges(EmailCodes codes, JdbcClient jdbc, AuditTrail audit, TransactionTemplate tx) {
    this.codes = codes;
    this.jdbc = jdbc;
    this.audit = audit;
    this.tx = tx;
  }

  /** Which of the two addresses of a change of e-mail. */
  public enum Side {
    OLD,
    NEW
  }

  /** What came of a change. */
  public sealed interface Outcome {

    record Done() implements Outcome {}

    /** The address is the account's already. */
    record Same() implements Outcome {}

    /** A code is wrong; so many tries are left, 0 when it is void now. */
    record CodeWrong(Side side, int triesLeft) implements Outcome {}

    /** There is no code to compare with: ask for one. */
    record CodeMissing(Side side) implements Outcome {}

    /** Another console account of the site has this address. */
    record EmailTaken() implements Outcome {}
  }

  private record Contact(String username, EmailAddress email) {}

  /**
   * What came of the codes of a change of e-mail.
   *
   * @param toOld of the one to the address on file
   * @param toNew of the one to the new address
   */
  public record Requested(RequestOutcome toOld, RequestOutcome toNew) {}

  /** Sends a code to the address on file and one to the new address. */
  public Requested sendEmailCodes(AccountRef account, EmailAddress wanted, Language language) {
    Contact contact = contact(account);
    About about = new About(account.id(), contact.username());
    return new Requested(
        codes.request(CodePurpose.EMAIL_CHANGE, about, contact.email(), language),
        codes.request(CodePurpose.NEW_EMAIL, about, wanted, language));
  }

  /** Sends a code to the address on file, for a change of phone. */
  public RequestOutcome sendPhoneCode(AccountRef account, Language language) {
    Contact contact = contact(account);
    return codes.request(
        CodePurpose.PHONE_CHANGE,
        new About(account.id(), contact.username()),
        contact.email(),
        language);
  }

  /** Changes the address; both codes are used up together. */
  public Outcome changeEmail(
      AccountRef account, EmailAddress wanted, String oldCode, String newCode) {
    Contact contact = contact(account);
    if (contact.email().value().equalsIgnoreCase(wanted.value())) {
      return new Outcome.Same();
    }
    return switch (codes.check(CodePurpose.EMAIL_CHANGE, account.id(), contact.email(), oldCode)) {
      case Verdict.Wrong(int left) -> new Outcome.CodeWrong(Side.OLD, left);
      case Verdict.NoneValid() -> new Outcome.CodeMissing(Side.OLD);
      case Verdict.Right(EmailCodeId old) ->
          switch (codes.check(CodePurpose.NEW_EMAIL, account.id(), wanted, newCode)) {
            case Verdict.Wrong(int left) -> new Outcome.CodeWrong(Side.NEW, left);
            case Verdict.NoneValid() -> new Outcome.CodeMissing(Side.NEW);
            case Verdict.Right(EmailCodeId fresh) ->
                changeEmail(account, contact.email(), wanted, old, fresh);
          };
    };
  }

  private Outcome changeEmail(
      AccountRef account,
      EmailAddress before,
      EmailAddress wanted,
      EmailCodeId old,
      EmailCodeId fresh) {
    try {
      return tx.execute(status -> {
        Optional<Side> missing =
            codes.use(old)
                ? codes.use(fresh) ? Optional.empty() : Optional.of(Side.NEW)
                : Optional.of(Side.OLD);
        if (missing.isPresent()) {
          status.setRollbackOnly();
          return new Outcome.CodeMissing(missing.get());
        }
        set(account, "email", wanted.value());
        audit.record(
            account.actor(),
            "account.email-changed",
            account.id(),
            Map.of("from", before.masked(), "to", wanted.masked()));
        return new Outcome.Done();
      });
    } catch (DuplicateKeyException _) {
      return new Outcome.EmailTaken();
    }
  }

  /**
   * Changes the phone.
   *
   * @param phone may be empty
   */
  public Outcome changePhone(AccountRef account, String phone, String code) {
    Contact contact = contact(account);
    return switch (codes.check(CodePurpose.PHONE_CHANGE, account.id(), contact.email(), code)) {
      case Verdict.Wrong(int left) -> new Outcome.CodeWrong(Side.OLD, left);
      case Verdict.NoneValid() -> new Outcome.CodeMissing(Side.OLD);
      case Verdict.Right(EmailCodeId right) ->
          tx.execute(_ -> {
            if (!codes.use(right)) {
              return new Outcome.CodeMissing(Side.OLD);
            }
            set(account, "phone", phone);
            audit.record(account.actor(), "account.phone-changed", account.id(), Map.of());
            return new Outcome.Done();
          });
    };
  }

  private void set(AccountRef account, String column, String value) {
    jdbc.sql("UPDATE %s SET %s = :value WHERE id = :id".formatted(table(account), column))
        .param("value", value)
        .param("id", account.id())
        .update();
  }

  private Contact contact(AccountRef account) {
    return jdbc.sql("SELECT username, email FROM " + table(account) + " WHERE id = :id")
        .param("id", account.id())
        .query((rs, _) ->
            new Contact(rs.getString("username"), new EmailAddress(rs.getString("email"))))
        .single();
  }

  private static String table(AccountRef account) {
    return switch (account) {
      case AccountRef.Console _ -> "identity.console_account";
      case AccountRef.Billing _ -> "identity.billing_account";
      case AccountRef.Operating _ ->
          throw new IllegalArgumentException("operators have no address and no phone");
    };
  }
}
