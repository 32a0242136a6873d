package io.countinghouse.identity;

import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.ContactChanges.Outcome;
import io.countinghouse.identity.ContactChanges.Side;
import io.countinghouse.identity.Contacts.Contact;
import io.countinghouse.identity.EmailCodes.About;
import io.countinghouse.identity.EmailCodes.RequestOutcome;
import io.countinghouse.kernel.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Changes the phone of a console or billing account with a code to the old and to the new one
 * (facts, §5). Who cannot get texts at the old one any more takes the code to the e-mail address,
 * which is what a password is set anew with, too. Without texts, that code is all it takes. Not to
 * be called in a transaction, for failed tries of a code must count.
 */
@Service
public class PhoneChanges {

  private final EmailCodes codes;
  private final TextChannel texts;
  private final Contacts contacts;
  private final CodedChanges changes;
  private final AuditTrail audit;

  PhoneChanges(
      EmailCodes codes,
      TextChannel texts,
      Contacts contacts,
      CodedChanges changes,
      AuditTrail audit) {
    this.codes = codes;
    this.texts = texts;
    this.contacts = contacts;
    this.changes = changes;
    this.audit = audit;
  }

  /** What is wrong with a new phone, where it is to get a code. */
  public enum Problem {
    /** There is none, and none to remove. */
    EMPTY,
    /** It is the account's already. */
    SAME,
    /** It cannot get texts. */
    NO_TEXTS
  }

  /** What came of asking for the codes of a change of phone. */
  public sealed interface Codes {

    /** The new phone is none to change to; nothing is sent. */
    record Refused(Problem problem) implements Codes {}

    /**
     * @param toOld of the one to where {@link Way} says
     * @param toNew of the one to the new phone; empty where it gets none: the phone is removed, the
     *     other code was refused for the day, or no texts are sent
     */
    record Asked(RequestOutcome toOld, Optional<RequestOutcome> toNew) implements Codes {}
  }

  /**
   * How an account's phone is changed.
   *
   * @param texts whether the new phone gets a code, too
   * @param old where the other code goes: the phone on file, or the e-mail address if that phone
   *     gets no texts or its owner says so
   * @param onFile the phone on file; empty: it has none that gets texts
   */
  public record Way(boolean texts, CodeAddress old, Optional<PhoneNumber> onFile) {}

  /**
   * Where the codes of a change of phone go.
   *
   * @param byEmail whether the owner wants the code to the old one at the e-mail address
   */
  public Way way(AccountRef account, boolean byEmail) {
    return way(contacts.of(account), byEmail);
  }

  private Way way(Contact contact, boolean byEmail) {
    Optional<PhoneNumber> onFile =
        texts.isOpen() ? PhoneNumber.read(contact.phone()) : Optional.empty();
    CodeAddress old =
        onFile.filter(_ -> !byEmail).<CodeAddress>map(it -> it).orElseGet(contact::email);
    return new Way(texts.isOpen(), old, onFile);
  }

  /**
   * Sends the codes of a change of phone, where {@link #way} says. The new phone costs a text only
   * if the other code can be had.
   *
   * @param phone as typed; empty to remove the one on file; without texts anything
   */
  public Codes send(AccountRef account, String phone, boolean byEmail, Language language) {
    Contact contact = contacts.of(account);
    Way way = way(contact, byEmail);
    Optional<Problem> problem = problem(way, contact, phone);
    if (problem.isPresent()) {
      return new Codes.Refused(problem.get());
    }
    About about = new About(account.id(), contact.username());
    RequestOutcome toOld = codes.request(CodePurpose.PHONE_CHANGE, about, way.old(), language);
    Optional<PhoneNumber> wanted =
        way.texts() && !(toOld instanceof RequestOutcome.TooMany)
            ? PhoneNumber.read(phone)
            : Optional.empty();
    return new Codes.Asked(
        toOld, wanted.map(it -> codes.request(CodePurpose.NEW_PHONE, about, it, language)));
  }

  private static Optional<Problem> problem(Way way, Contact contact, String phone) {
    if (!way.texts()) {
      return Optional.empty();
    }
    if (phone.isBlank()) {
      return contact.phone().isBlank() ? Optional.of(Problem.EMPTY) : Optional.empty();
    }
    Optional<PhoneNumber> wanted = PhoneNumber.read(phone);
    if (wanted.isEmpty()) {
      return Optional.of(Problem.NO_TEXTS);
    }
    return wanted.equals(way.onFile()) ? Optional.of(Problem.SAME) : Optional.empty();
  }

  /**
   * Changes the phone; both codes are used up together.
   *
   * @param phone as typed; may be empty
   * @param byEmail as it was when the codes were sent
   * @param newCode sent to the new phone; looked at only where that gets one
   */
  public Outcome change(
      AccountRef account, String phone, boolean byEmail, String oldCode, String newCode) {
    Contact contact = contacts.of(account);
    Way way = way(contact, byEmail);
    Optional<Problem> problem = problem(way, contact, phone);
    if (problem.isPresent()) {
      return new Outcome.PhoneRefused(problem.get());
    }
    List<CodedChanges.Typed> typed = new ArrayList<>();
    typed.add(new CodedChanges.Typed(Side.OLD, CodePurpose.PHONE_CHANGE, way.old(), oldCode));
    Optional<PhoneNumber> wanted = way.texts() ? PhoneNumber.read(phone) : Optional.empty();
    wanted.ifPresent(
        it -> typed.add(new CodedChanges.Typed(Side.NEW, CodePurpose.NEW_PHONE, it, newCode)));
    String stored = wanted.map(PhoneNumber::value).orElse(phone.strip());
    Map<String, String> details =
        Map.of("codeTo", codeTo(way.old()), "from", masked(contact.phone()), "to", masked(stored));
    return changes.change(
        account,
        typed,
        () -> {
          contacts.set(account, Contacts.Field.PHONE, stored);
          audit.record(account.actor(), "account.phone-changed", account.id(), details);
        });
  }

  private static String codeTo(CodeAddress old) {
    return switch (old) {
      case EmailAddress _ -> "e-mail";
      case PhoneNumber _ -> "phone";
    };
  }

  /** What is no number that gets texts may be anything, and is hidden whole. */
  private static String masked(String phone) {
    return phone.isBlank() ? "" : PhoneNumber.read(phone).map(PhoneNumber::masked).orElse("•••");
  }
}
