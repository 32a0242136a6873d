package io.countinghouse.identity;

import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.EmailCodes.About;
import io.countinghouse.identity.EmailCodes.RequestOutcome;
import io.countinghouse.kernel.Language;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/**
 * Changes the e-mail address of a console or billing account with a code to the old and to the new
 * one (facts, §5). Not to be called in a transaction, for failed tries of a code must count.
 */
@Service
public class ContactChanges {

  private final EmailCodes codes;
  private final Contacts contacts;
  private final CodedChanges changes;
  private final Credentials credentials;
  private final AuditTrail audit;

  ContactChanges(
      EmailCodes codes,
      Contacts contacts,
      CodedChanges changes,
      Credentials credentials,
      AuditTrail audit) {
    this.codes = codes;
    this.contacts = contacts;
    this.changes = changes;
    this.credentials = credentials;
    this.audit = audit;
  }

  /** Which of the two addresses of a change, or of the two phones. */
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

    /** The new phone is none to change to. */
    record PhoneRefused(PhoneChanges.Problem problem) implements Outcome {}
  }

  /**
   * What came of the codes of a change of e-mail.
   *
   * @param toOld of the one to the address on file
   * @param toNew of the one to the new address
   */
  public record Requested(RequestOutcome toOld, RequestOutcome toNew) {}

  /** Sends a code to the address on file and one to the new address. */
  public Requested sendEmailCodes(AccountRef account, EmailAddress wanted, Language language) {
    Contacts.Contact contact = contacts.of(account);
    About about = new About(account.id(), contact.username());
    return new Requested(
        codes.request(CodePurpose.EMAIL_CHANGE, about, contact.email(), language),
        codes.request(CodePurpose.NEW_EMAIL, about, wanted, language));
  }

  /**
   * Changes the address and ends all sign-ins of the account; both codes are used up together.
   *
   * @param wanted the new address
   * @param oldCode sent to the address on file
   * @param newCode sent to the new one
   * @return what came of it; nothing is changed unless it is {@link Outcome.Done}
   */
  public Outcome changeEmail(
      AccountRef account, EmailAddress wanted, String oldCode, String newCode) {
    EmailAddress before = contacts.of(account).email();
    if (before.value().equalsIgnoreCase(wanted.value())) {
      return new Outcome.Same();
    }
    List<CodedChanges.Typed> typed =
        List.of(
            new CodedChanges.Typed(Side.OLD, CodePurpose.EMAIL_CHANGE, before, oldCode),
            new CodedChanges.Typed(Side.NEW, CodePurpose.NEW_EMAIL, wanted, newCode));
    Map<String, String> details = Map.of("from", before.masked(), "to", wanted.masked());
    try {
      return changes.change(
          account,
          typed,
          () -> {
            contacts.set(account, Contacts.Field.EMAIL, wanted.value());
            credentials.endSignIns(account);
            audit.record(account.actor(), "account.email-changed", account.id(), details);
          });
    } catch (DuplicateKeyException _) {
      return new Outcome.EmailTaken();
    }
  }
}
