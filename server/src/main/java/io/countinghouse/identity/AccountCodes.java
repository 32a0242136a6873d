package io.countinghouse.identity;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.Language;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Codes to addresses on file, where nobody may learn whether there is one. A wish is stored as a
 * row of work whether or not there is an account to send to, so both take the same time; and every
 * code that is not right gets the same answer.
 */
@Component
public class AccountCodes {

  static final String KIND = "identity.account-code";
  static final String PURPOSE = "purpose";
  static final String SUBJECT = "subject";
  static final String NAME = "name";
  static final String ADDRESS = "address";
  static final String LANGUAGE = "language";

  /** Reserved by RFC 2606: nobody has it, so a code for it is never right. */
  private static final EmailAddress NOBODY = new EmailAddress("nobody@nowhere.example");

  private final EmailCodes codes;
  private final Outbox outbox;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  AccountCodes(EmailCodes codes, Outbox outbox, BusinessClock clock, TransactionTemplate tx) {
    this.codes = codes;
    this.outbox = outbox;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * Who a code is for.
   *
   * @param subject the id it is good for; of the name that was typed where there is no account
   * @param name how the mail calls it
   * @param address on file; empty where there is none
   */
  public record To(String subject, String name, @Nullable EmailAddress address) {

    /** Nobody, under the name that was typed. */
    public static To nobody(String typed) {
      return new To(typed, typed, null);
    }
  }

  /**
   * Stores the wish for a code. It is sent unless there is nobody to send it to, the last one is
   * less than {@link EmailCodes#PAUSE} old and unused, or the address had its share of the day.
   */
  public void send(CodePurpose purpose, To to, Language language) {
    tx.executeWithoutResult(_ ->
        outbox.put(
            new Work(
                KIND,
                Ids.next("wish"),
                Map.of(
                    PURPOSE,
                    purpose.name(),
                    SUBJECT,
                    to.subject(),
                    NAME,
                    to.name(),
                    ADDRESS,
                    to.address() == null ? "" : to.address().value(),
                    LANGUAGE,
                    language.code()),
                clock.now())));
  }

  /** Does what was wished for. Wishes that come too soon use nothing up. */
  void sendNow(Work work) {
    String address = work.value(ADDRESS);
    if (address.isEmpty()) {
      return;
    }
    codes.request(
        CodePurpose.valueOf(work.value(PURPOSE)),
        new EmailCodes.About(work.value(SUBJECT), work.value(NAME)),
        new EmailAddress(address),
        Language.ofCode(work.value(LANGUAGE)).orElseThrow());
  }

  /**
   * Compares a typed code; in a transaction of its own, before {@link EmailCodes#use}.
   *
   * @return what to use up; empty when it is wrong, expired, used or tried out, or nobody has one
   */
  public Optional<EmailCodeId> check(CodePurpose purpose, To to, String code) {
    EmailAddress address = to.address();
    EmailCodes.Verdict verdict =
        codes.check(purpose, to.subject(), address == null ? NOBODY : address, code);
    return switch (verdict) {
      case EmailCodes.Verdict.Right(EmailCodeId id) -> Optional.of(id);
      case EmailCodes.Verdict.Wrong _, EmailCodes.Verdict.NoneValid _ -> Optional.empty();
    };
  }
}
