package io.countinghouse.identity;

import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.EmailCodes.About;
import io.countinghouse.identity.EmailCodes.RequestOutcome;
import io.countinghouse.identity.EmailCodes.Verdict;
import io.countinghouse.kernel.Language;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes the e-mail address or the phone of a console or billing account with a code to the old
 * and to the new one (facts, §5). Without texts, a phone is changed with a code to the e-mail
 * address alone. Not to be called in a transaction, for failed tries of a code must count.
 */
@Service
public class ContactChanges {

  private final EmailCodes codes;
  private final TextChannel texts;
  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final TransactionTemplate tx;

  ContactChanges(
      EmailCodes codes,
      TextChannel texts,
      JdbcClient jdbc,
      AuditTrail audit,
      TransactionTemplate tx) {
    this.codes = codes;
    this.texts = texts;
    this.jdbc = jdbc;
    this.audit = audit;
    this.tx = tx;
  }

  /** Which of the two addresses of a change, or of the two phones. */
  public enum Side {
    OLD,
    NEW
  }

  /** What is wrong with a new phone, where it is to get a code. */
  public enum PhoneProblem {
    /** There is none, and none to remove. */
    EMPTY,
    /** It is the account's already. */
    SAME,
    /** It cannot get texts. */
    NO_TEXTS
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
    record PhoneRefused(PhoneProblem problem) implements Outcome {}
  }

  /**
   * What came of the codes of a change of e-mail.
   *
   * @param toOld of the one to the address on file
   * @param toNew of the one to the new address
   */
  public record Requested(RequestOutcome toOld, RequestOutcome toNew) {}

  /** What came of asking for the codes of a change of phone. */
  public sealed interface PhoneCodes {

    /** The new phone is none to change to; nothing is sent. */
    record Refused(PhoneProblem problem) implements PhoneCodes {}

    /**
     * @param toOld of the one to where {@link PhoneWay} says
     * @param toNew of the one to the new phone; empty where it gets none: the phone is removed, the
     *     other code was refused for the day, or no texts are sent
     */
    record Asked(RequestOutcome toOld, Optional<RequestOutcome> toNew) implements PhoneCodes {}
  }

  /**
   * How an account's phone is changed.
   *
   * @param texts whether the new phone gets a code, too
   * @param old where the other code goes: the phone on file, or the e-mail address if that phone
   *     gets no texts
   */
  public record PhoneWay(boolean texts, CodeAddress old) {}

  private record Contact(String username, EmailAddress email, String phone) {}

  /** A code as it was typed, and what it is compared with. */
  private record Typed(Side side, CodePurpose purpose, CodeAddress to, String code) {}

  /** Sends a code to the address on file and one to the new address. */
  public Requested sendEmailCodes(AccountRef account, EmailAddress wanted, Language language) {
    Contact contact = contact(account);
    About about = new About(account.id(), contact.username());
    return new Requested(
        codes.request(CodePurpose.EMAIL_CHANGE, about, contact.email(), language),
        codes.request(CodePurpose.NEW_EMAIL, about, wanted, language));
  }

  /** Where the codes of a change of phone go. */
  public PhoneWay phoneWay(AccountRef account) {
    return way(contact(account));
  }

  private PhoneWay way(Contact contact) {
    Optional<PhoneNumber> phone =
        texts.isOpen() ? PhoneNumber.read(contact.phone()) : Optional.empty();
    return new PhoneWay(texts.isOpen(), phone.<CodeAddress>map(it -> it).orElseGet(contact::email));
  }

  /**
   * Sends the codes of a change of phone, where {@link #phoneWay} says. The new phone costs a text
   * only if the other code can be had.
   *
   * @param phone as typed; empty to remove the one on file; without texts anything
   */
  public PhoneCodes sendPhoneCodes(AccountRef account, String phone, Language language) {
    Contact contact = contact(account);
    PhoneWay way = way(contact);
    Optional<PhoneProblem> problem = problem(way, contact, phone);
    if (problem.isPresent()) {
      return new PhoneCodes.Refused(problem.get());
    }
    About about = new About(account.id(), contact.username());
    RequestOutcome toOld = codes.request(CodePurpose.PHONE_CHANGE, about, way.old(), language);
    Optional<PhoneNumber> wanted =
        way.texts() && !(toOld instanceof RequestOutcome.TooMany)
            ? PhoneNumber.read(phone)
            : Optional.empty();
    return new PhoneCodes.Asked(
        toOld, wanted.map(it -> codes.request(CodePurpose.NEW_PHONE, about, it, language)));
  }

  private static Optional<PhoneProblem> problem(PhoneWay way, Contact contact, String phone) {
    if (!way.texts()) {
      return Optional.empty();
    }
    if (phone.isBlank()) {
      return contact.phone().isBlank() ? Optional.of(PhoneProblem.EMPTY) : Optional.empty();
    }
    return PhoneNumber.read(phone)
        .map(it -> Optional.of(PhoneProblem.SAME).filter(_ -> way.old().equals(it)))
        .orElse(Optional.of(PhoneProblem.NO_TEXTS));
  }

  /** Changes the address; both codes are used up together. */
  public Outcome changeEmail(
      AccountRef account, EmailAddress wanted, String oldCode, String newCode) {
    EmailAddress before = contact(account).email();
    if (before.value().equalsIgnoreCase(wanted.value())) {
      return new Outcome.Same();
    }
    List<Typed> typed =
        List.of(
            new Typed(Side.OLD, CodePurpose.EMAIL_CHANGE, before, oldCode),
            new Typed(Side.NEW, CodePurpose.NEW_EMAIL, wanted, newCode));
    Map<String, String> details = Map.of("from", before.masked(), "to", wanted.masked());
    try {
      return withCodes(
          account,
          typed,
          () -> {
            set(account, "email", wanted.value());
            audit.record(account.actor(), "account.email-changed", account.id(), details);
          });
    } catch (DuplicateKeyException _) {
      return new Outcome.EmailTaken();
    }
  }

  /**
   * Changes the phone; both codes are used up together.
   *
   * @param phone as typed; may be empty
   * @param newCode sent to the new phone; looked at only where that gets one
   */
  public Outcome changePhone(AccountRef account, String phone, String oldCode, String newCode) {
    Contact contact = contact(account);
    PhoneWay way = way(contact);
    Optional<PhoneProblem> problem = problem(way, contact, phone);
    if (problem.isPresent()) {
      return new Outcome.PhoneRefused(problem.get());
    }
    List<Typed> typed = new ArrayList<>();
    typed.add(new Typed(Side.OLD, CodePurpose.PHONE_CHANGE, way.old(), oldCode));
    Optional<PhoneNumber> wanted = way.texts() ? PhoneNumber.read(phone) : Optional.empty();
    wanted.ifPresent(it -> typed.add(new Typed(Side.NEW, CodePurpose.NEW_PHONE, it, newCode)));
    String stored = wanted.map(PhoneNumber::value).orElse(phone.strip());
    return withCodes(
        account,
        typed,
        () -> {
          set(account, "phone", stored);
          audit.record(
              account.actor(),
              "account.phone-changed",
              account.id(),
              Map.of(
                  "codeTo",
                  codeTo(way.old()),
                  "from",
                  masked(contact.phone()),
                  "to",
                  masked(stored)));
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

  private Outcome withCodes(AccountRef account, List<Typed> typed, Runnable change) {
    Map<EmailCodeId, Side> right = new LinkedHashMap<>();
    for (Typed it : typed) {
      switch (codes.check(it.purpose(), account.id(), it.to(), it.code())) {
        case Verdict.Wrong(int left) -> {
          return new Outcome.CodeWrong(it.side(), left);
        }
        case Verdict.NoneValid() -> {
          return new Outcome.CodeMissing(it.side());
        }
        case Verdict.Right(EmailCodeId id) -> right.put(id, it.side());
      }
    }
    return tx.execute(status -> {
      for (Map.Entry<EmailCodeId, Side> code : right.entrySet()) {
        if (!codes.use(code.getKey())) {
          status.setRollbackOnly();
          return new Outcome.CodeMissing(code.getValue());
        }
      }
      change.run();
      return new Outcome.Done();
    });
  }

  private void set(AccountRef account, String column, String value) {
    jdbc.sql("UPDATE %s SET %s = :value WHERE id = :id".formatted(table(account), column))
        .param("value", value)
        .param("id", account.id())
        .update();
  }

  private Contact contact(AccountRef account) {
    return jdbc.sql("SELECT username, email, phone FROM " + table(account) + " WHERE id = :id")
        .param("id", account.id())
        .query((rs, _) ->
            new Contact(
                rs.getString("username"),
                new EmailAddress(rs.getString("email")),
                rs.getString("phone")))
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
