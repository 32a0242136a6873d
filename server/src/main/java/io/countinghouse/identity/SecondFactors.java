package io.countinghouse.identity;

import io.countinghouse.audit.AuditTrail;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Second factors: codes of an authenticator app (RFC 6238), with recovery codes for who has lost
 * it. Wall time, for they guard access. No code is good twice, and tries are throttled per account.
 */
@Service
public class SecondFactors {

  /** How many recovery codes there are. */
  public static final int RECOVERY_CODES = 10;

  /** 160 bits, as long as the hash: RFC 4226, 4. */
  private static final int SECRET_BYTES = 20;

  private static final int TRIES = 5;
  private static final Duration ENROLMENT_LIFE = Duration.ofMinutes(15);
  private static final Duration TRIES_PERIOD = Duration.ofMinutes(15);
  private static final int RECOVERY_BYTES = 10;
  private static final int GROUP = 4;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecondFactorTable table;
  private final SecretBox box;
  private final KeyedHash hash;
  private final Attempts attempts;
  private final AuditTrail audit;
  private final Clock wallClock;
  private final TransactionTemplate tx;

  SecondFactors(
      SecondFactorTable table,
      SecretBox box,
      KeyedHash hash,
      Attempts attempts,
      AuditTrail audit,
      Clock wallClock,
      TransactionTemplate tx) {
    this.table = table;
    this.box = box;
    this.hash = hash;
    this.attempts = attempts;
    this.audit = audit;
    this.wallClock = wallClock;
    this.tx = tx;
  }

  /**
   * A secret on its way into an authenticator app, to be shown to its owner alone.
   *
   * @param secret in base 32
   * @param uri what the QR code holds
   * @param mark tells this secret from others and nothing of it: for the browser's session
   */
  public record Enrolment(String secret, String uri, String mark) {

    @Override
    public String toString() {
      return "Enrolment[***]";
    }
  }

  /** What a typed code is worth. */
  public sealed interface Verdict {

    /** It is right, and used up. */
    record Right() implements Verdict {}

    /** It is wrong or was used before. */
    record Wrong() implements Verdict {}

    /** Too many tries; again after so long. */
    record TooMany(Duration retryAfter) implements Verdict {}
  }

  /** Whether an account is asked for a second factor. */
  public boolean isOn(AccountRef account) {
    return tx.execute(_ -> table.isOn(account.id()));
  }

  /** How many recovery codes an account has left. */
  public int recoveryCodesLeft(AccountRef account) {
    return tx.execute(_ -> table.recoveryCodesLeft(account.id()));
  }

  /**
   * A secret for an account that has not confirmed one. A browser is shown the same for a quarter
   * of an hour, so that a reload does not void what an app has read already; any other is shown a
   * new one, which voids it: what one browser saw is never what another confirms.
   *
   * @param issuer how the app calls us
   * @param username how the app calls the account
   * @param shown the mark of what this browser was shown last; empty for nothing
   * @throws IllegalStateException if one is confirmed already: it is never shown again
   */
  public Enrolment begin(AccountRef account, String issuer, String username, String shown) {
    byte[] closed =
        tx.execute(_ -> {
          Optional<SecondFactorTable.Row> row = table.lock(account.id());
          if (row.isPresent() && row.get().confirmed()) {
            throw new IllegalStateException(account.id() + " has a second factor already");
          }
          if (row.isPresent() && !isStale(row.get()) && mark(row.get().secret()).equals(shown)) {
            return row.get().secret();
          }
          byte[] random = new byte[SECRET_BYTES];
          RANDOM.nextBytes(random);
          byte[] fresh = box.close(account.id(), random);
          table.put(account.id(), fresh, wallNow());
          return fresh;
        });
    String text = Base32.encode(box.open(account.id(), closed));
    return new Enrolment(text, Totp.uri(issuer, username, text), mark(closed));
  }

  /** No two are closed alike, not even of one secret. */
  private String mark(byte[] closed) {
    return Base32.encode(hash.of("enrolment", Base32.encode(closed)));
  }

  private boolean isStale(SecondFactorTable.Row row) {
    return !row.confirmed() && !wallNow().isBefore(row.createdAt().plus(ENROLMENT_LIFE));
  }

  /** What came of switching it on. */
  public sealed interface Confirmation {

    /**
     * It is on.
     *
     * @param recoveryCodes shown this once
     */
    record On(List<String> recoveryCodes) implements Confirmation {

      @Override
      public String toString() {
        return "On[***]";
      }
    }

    /** The code is wrong, or there is nothing to confirm. */
    record Wrong() implements Confirmation {}

    /** Too many tries; again after so long. */
    record TooMany(Duration retryAfter) implements Confirmation {}
  }

  /**
   * Switches the second factor on for who has shown a code of it.
   *
   * @param shown the mark of what this browser was shown last: only that can be confirmed
   */
  public Confirmation confirm(AccountRef account, String typed, String shown) {
    Optional<Duration> wait = throttled(account);
    if (wait.isPresent()) {
      return new Confirmation.TooMany(wait.get());
    }
    return tx.execute(_ -> {
      Optional<SecondFactorTable.Row> row =
          table.lock(account.id()).filter(it -> !it.confirmed() && mark(it.secret()).equals(shown));
      if (row.isEmpty() || !useStep(account, row.get(), typed)) {
        return new Confirmation.Wrong();
      }
      table.confirm(account.id(), wallNow());
      audit.record(account.actor(), "second-factor.switched-on", account.id(), Map.of());
      return new Confirmation.On(newRecoveryCodes(account));
    });
  }

  /** Stores a secret that its owner has already; one that is on stays as it is. */
  @Transactional(propagation = Propagation.MANDATORY)
  void setUp(AccountRef account, byte[] secret) {
    table.put(account.id(), box.close(account.id(), secret), wallNow());
    table.confirm(account.id(), wallNow());
    audit.record(account.actor(), "second-factor.switched-on", account.id(), Map.of());
  }

  /**
   * Takes a code of the app or a recovery code, and uses it up. In a transaction of its own.
   *
   * @param typed blanks and hyphens in it do not matter
   */
  public Verdict check(AccountRef account, String typed) {
    Optional<Duration> wait = throttled(account);
    if (wait.isPresent()) {
      return new Verdict.TooMany(wait.get());
    }
    boolean right =
        tx.execute(_ -> {
          Optional<SecondFactorTable.Row> row =
              table.lock(account.id()).filter(SecondFactorTable.Row::confirmed);
          return row.isPresent()
              && (useStep(account, row.get(), typed) || useRecoveryCode(account, typed));
        });
    return right ? new Verdict.Right() : new Verdict.Wrong();
  }

  /** New recovery codes, shown this once; the old ones are void. */
  public List<String> renewRecoveryCodes(AccountRef account) {
    return tx.execute(_ -> {
      // Of two at once, the later voids what the other made.
      table.lock(account.id());
      audit.record(account.actor(), "second-factor.recovery-codes-made", account.id(), Map.of());
      return newRecoveryCodes(account);
    });
  }

  /** Switches it off; the caller has checked that this account may be without one. */
  public void switchOff(AccountRef account) {
    tx.executeWithoutResult(_ -> {
      if (table.delete(account.id())) {
        audit.record(account.actor(), "second-factor.switched-off", account.id(), Map.of());
      }
    });
  }

  private Optional<Duration> throttled(AccountRef account) {
    return attempts.take("second factor", account.id(), TRIES, TRIES_PERIOD);
  }

  private boolean useStep(AccountRef account, SecondFactorTable.Row row, String typed) {
    byte[] secret = box.open(account.id(), row.secret());
    OptionalLong step = Totp.stepOf(secret, plain(typed), wallNow(), row.lastStep());
    if (step.isPresent()) {
      table.used(account.id(), step.getAsLong());
    }
    return step.isPresent();
  }

  private boolean useRecoveryCode(AccountRef account, String typed) {
    boolean used =
        table.useRecoveryCode(account.id(), recoveryHash(account, plain(typed)), wallNow());
    if (used) {
      audit.record(account.actor(), "second-factor.recovery-code-used", account.id(), Map.of());
    }
    return used;
  }

  private List<String> newRecoveryCodes(AccountRef account) {
    List<String> codes =
        Stream.generate(SecondFactors::recoveryCode).limit(RECOVERY_CODES).toList();
    table.replaceRecoveryCodes(
        account.id(), codes.stream().map(code -> recoveryHash(account, plain(code))).toList());
    return codes;
  }

  /** 80 random bits in groups of four, such as {@code ABCD-EFGH-IJKL-MNOP}. */
  private static String recoveryCode() {
    byte[] random = new byte[RECOVERY_BYTES];
    RANDOM.nextBytes(random);
    return String.join("-", Base32.encode(random).split("(?<=\\G.{" + GROUP + "})"));
  }

  private byte[] recoveryHash(AccountRef account, String plain) {
    return hash.of("recovery code", account.id(), plain);
  }

  /** As an East Asian keyboard writes them, they are the same digits and letters. */
  private static String plain(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC)
        .replaceAll("[\\s-]", "")
        .toUpperCase(Locale.ROOT);
  }

  private Instant wallNow() {
    return wallClock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
