package io.countinghouse.identity;

import io.countinghouse.identity.EmailCodeTable.Row;
import io.countinghouse.kernel.Language;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Codes that show that somebody reads what comes to an address or a phone: six digits, good for one
 * purpose, one address, ten minutes from their sending, five tries and one use. All times are wall
 * time, since codes guard access.
 */
@Component
public class EmailCodes {

  /** How long a code is good, from its sending. */
  public static final Duration LIFE = Duration.ofMinutes(10);

  /** How long until another may be asked for. */
  public static final Duration PAUSE = Duration.ofSeconds(60);

  /** How many wrong tries void a code. */
  public static final int TRIES_MAX = 5;

  /** What could not be sent for so long is not sent any more: nobody waits for it. */
  private static final Duration REQUEST_LIFE = Duration.ofHours(1);

  private static final Duration DAY = Duration.ofDays(1);
  private static final int DIGITS = 6;
  private static final long CODES = 1_000_000;

  private final EmailCodeTable table;
  private final KeyedHash hash;
  private final Clock wallClock;
  private final IdentitySettings settings;
  private final ApplicationEventPublisher events;

  EmailCodes(
      EmailCodeTable table,
      KeyedHash hash,
      Clock wallClock,
      IdentitySettings settings,
      ApplicationEventPublisher events) {
    this.table = table;
    this.hash = hash;
    this.wallClock = wallClock;
    this.settings = settings;
    this.events = events;
  }

  /**
   * What a code is about besides an address.
   *
   * @param subject the id that it is good for, such as an account's; empty for none
   * @param name how the mail calls it; empty for none
   */
  public record About(String subject, String name) {

    /** About an address alone. */
    public static final About NOTHING = new About("", "");
  }

  /** What came of asking for a code. */
  public sealed interface RequestOutcome {

    /** It will be sent; the next may be asked for then. */
    record Requested(Instant nextAllowedAt) implements RequestOutcome {}

    /** The last one is too fresh; it still counts. */
    record TooSoon(Instant nextAllowedAt) implements RequestOutcome {}

    /**
     * The address had its share of the last 24 hours. What names an account, a workspace or a
     * set-up has a share for each of them and each purpose, so that resets that strangers ask for
     * use up resets alone; all that names none, or goes to a new address, has one share. That of a
     * phone on file, which nobody confirmed, may be used up by others who have it on file. Of codes
     * to new phones an account has a share as well, for texts cost money.
     */
    record TooMany() implements RequestOutcome {}
  }

  /** What a typed code is worth. */
  public sealed interface Verdict {

    /** It is the one; {@link EmailCodes#use} takes it. */
    record Right(EmailCodeId codeId) implements Verdict {}

    /** It is not; so many tries are left. */
    record Wrong(int triesLeft) implements Verdict {}

    /** There is none to compare with: not asked for, not sent yet, expired, used or tried out. */
    record NoneValid() implements Verdict {}
  }

  /**
   * Stores a request and publishes {@link CodeRequested}, in one transaction. The new request voids
   * older codes of the purpose and address. Limits per caller are the pages' business.
   */
  @Transactional
  public RequestOutcome request(CodePurpose purpose, CodeAddress to, Language language) {
    return request(purpose, About.NOTHING, to, language);
  }

  /** The same for a code that is good for one subject only. */
  @Transactional
  public RequestOutcome request(
      CodePurpose purpose, About about, CodeAddress to, Language language) {
    table.lock(to);
    Instant now = now();
    // One that was used up is good for nothing: whoever asks again gets another at once.
    Optional<Instant> nextAllowedAt =
        table
            .newest(purpose, about.subject(), to)
            .filter(newest -> !newest.used())
            .map(newest -> newest.requestedAt().plus(PAUSE));
    if (nextAllowedAt.isPresent() && now.isBefore(nextAllowedAt.get())) {
      return new RequestOutcome.TooSoon(nextAllowedAt.get());
    }
    if (hadItsShare(purpose, about, to, now.minus(DAY))) {
      return new RequestOutcome.TooMany();
    }
    EmailCodeId id = EmailCodeId.next();
    table.insert(id, purpose, about.subject(), to, now);
    events.publishEvent(new CodeRequested(id, purpose, to, language, about.name()));
    return new RequestOutcome.Requested(now.plus(PAUSE));
  }

  private boolean hadItsShare(CodePurpose purpose, About about, CodeAddress to, Instant since) {
    int share = settings.codesPerAddressAndDay();
    if (requestedSince(purpose, about, to, since) >= share) {
      return true;
    }
    if (purpose != CodePurpose.NEW_PHONE) {
      return false;
    }
    table.lockNewPhones(about.subject());
    return table.toNewPhonesSince(about.subject(), since) >= share;
  }

  /** What counts against the share that a request falls into. */
  private int requestedSince(CodePurpose purpose, About about, CodeAddress to, Instant since) {
    boolean ofNobody = about.subject().isEmpty() || purpose.isForNew();
    return !ofNobody && to instanceof EmailAddress
        ? table.requestedSince(purpose, about.subject(), to, since)
        : table.requestedSince(to, ofNobody, since);
  }

  /**
   * Makes the code of a request, to be called when its mail or text is sent. Called again for a
   * resend it gives the same code, so that every copy holds a code that works; its ten minutes
   * begin anew.
   *
   * @return the code; empty when the request is used, replaced by a newer one, unknown or too old
   */
  @Transactional
  public Optional<String> issue(EmailCodeId codeId) {
    Instant now = now();
    Optional<Row> due =
        table
            .find(codeId)
            .flatMap(row -> table.newest(row.purpose(), row.subject(), row.address()))
            .filter(newest -> newest.id().equals(codeId))
            .filter(row -> !row.used() && now.isBefore(row.requestedAt().plus(REQUEST_LIFE)));
    if (due.isEmpty()) {
      return Optional.empty();
    }
    String code = codeOf(codeId);
    table.issued(codeId, hashOf(due.get(), code), now, now.plus(LIFE));
    return Optional.of(code);
  }

  /**
   * Compares a typed code with the newest one of its purpose and address.
   *
   * <p>Its transaction is its own, apart from the caller's: a failed try must count although the
   * caller rolls back what it began, or guessing would be free. So call it before {@link #use}, not
   * after: it would wait for the row that the caller holds.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public Verdict check(CodePurpose purpose, CodeAddress address, String code) {
    return check(purpose, "", address, code);
  }

  /**
   * The same for a code that is good for one subject only.
   *
   * @param subject the id of {@link About#subject}
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public Verdict check(CodePurpose purpose, String subject, CodeAddress address, String code) {
    Optional<Row> newest = table.newest(purpose, subject, address).filter(this::isGood);
    if (newest.isEmpty()) {
      return new Verdict.NoneValid();
    }
    Row row = newest.get();
    if (isRight(row, code)) {
      return new Verdict.Right(row.id());
    }
    table.tried(row.id(), row.tries());
    return new Verdict.Wrong(TRIES_MAX - row.tries() - 1);
  }

  /** Whether a typed code is the newest one, used up within its ten minutes: a form sent twice. */
  @Transactional
  public boolean isUsed(CodePurpose purpose, String subject, CodeAddress address, String code) {
    return table
        .newest(purpose, subject, address)
        .filter(row -> row.used() && row.expiresAt().filter(now()::isBefore).isPresent())
        .filter(row -> isRight(row, code))
        .isPresent();
  }

  /**
   * Uses a code up, in the caller's transaction.
   *
   * @return false when it was used before, expired or tried out: the caller must not go on
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean use(EmailCodeId codeId) {
    return table.use(codeId, now(), TRIES_MAX);
  }

  private boolean isRight(Row row, String code) {
    byte[] expected = row.codeHash();
    return expected != null && KeyedHash.same(expected, hashOf(row, code.strip()));
  }

  private boolean isGood(Row row) {
    return !row.used()
        && row.tries() < TRIES_MAX
        && row.expiresAt().filter(now()::isBefore).isPresent();
  }

  /** Derived, not drawn: without the server's secret it is as good as random. */
  private String codeOf(EmailCodeId id) {
    long number = ByteBuffer.wrap(hash.of("e-mail code", id.value())).getLong();
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", Math.floorMod(number, CODES));
  }

  private byte[] hashOf(Row row, String code) {
    return hash.of("e-mail code hash", row.id().value(), row.purpose().name(), code);
  }

  private Instant now() {
    return wallClock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
