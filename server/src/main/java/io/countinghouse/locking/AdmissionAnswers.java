package io.countinghouse.locking;

import io.countinghouse.locking.Admission.Verdict;
import io.countinghouse.workspace.WorkspaceTokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The answers to data planes, each remembered for a moment. Those still asked for are asked of the
 * database again together and before their moment is over, so that a request waits for it only
 * after a pause.
 */
@Component
@EnableConfigurationProperties(AdmissionSettings.class)
class AdmissionAnswers implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(AdmissionAnswers.class);

  /** How long a stop waits for an answer to be written, beyond what it may take. */
  private static final Duration TO_WRITE = Duration.ofSeconds(2);

  /** Some megabytes; beyond it all are forgotten and asked for again. */
  private static final int REMEMBERED_MAX = 100_000;

  /**
   * A power of two of them: one at a time uses each. A copy for each use takes longer than the
   * hash, and threads of their own do not last: they are virtual.
   */
  private static final MessageDigest[] SHA256 =
      Stream.generate(AdmissionAnswers::sha256).limit(16).toArray(MessageDigest[]::new);

  private final WorkspaceTokens tokens;
  private final Admissions admissions;
  private final PromptAdmissions prompt;
  private final Askers askers;
  private final Duration answeredWithin;
  private final long rememberedNanos;
  private final ConcurrentHashMap<String, Answer> remembered = new ConcurrentHashMap<>();
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile long renewedAt;
  private volatile boolean running;

  AdmissionAnswers(WorkspaceTokens tokens, Admissions admissions, AdmissionSettings settings) {
    this.askers = new Askers();
    this.answeredWithin = settings.answeredWithin();
    this.tokens = tokens;
    this.admissions = admissions;
    this.prompt = new PromptAdmissions(admissions::of, answeredWithin);
    this.rememberedNanos = settings.remembered().toNanos();
    this.renewedAt = System.nanoTime() - rememberedNanos;
  }

  private static final class Answer {
    final String tokenHash;
    final Verdict verdict;

    /** By the JVM's running time, before the database was asked. */
    final long askedAt;

    volatile boolean repeated;

    Answer(String tokenHash, Verdict verdict, long askedAt) {
      this.tokenHash = tokenHash;
      this.verdict = verdict;
      this.askedAt = askedAt;
    }
  }

  /**
   * The answer for a presented token, never older than {@link AdmissionSettings#remembered}.
   *
   * @throws DataAccessException if the database does not tell it within {@link
   *     AdmissionSettings#answeredWithin}
   */
  Verdict of(String presented) {
    String key = key(presented);
    long now = System.nanoTime();
    Answer known = remembered.get(key);
    if (known != null && now - known.askedAt < rememberedNanos) {
      repeat(known, now);
      return known.verdict;
    }
    Optional<byte[]> hash = tokens.hashOf(presented);
    if (hash.isEmpty()) {
      return Verdict.REFUSED;
    }
    Verdict verdict = prompt.of(hash.get()).verdict();
    if (remembered.mappingCount() >= REMEMBERED_MAX) {
      remembered.clear();
    }
    remembered.put(key, new Answer(HexFormat.of().formatHex(hash.get()), verdict, now));
    return verdict;
  }

  @Override
  public void start() {
    running = true;
  }

  /** Who is to be waited for when this node stops, until their answers are written. */
  Askers askers() {
    return askers;
  }

  /**
   * Waits for whoever asks, for little longer than an answer may take: the web server, which waits
   * for the requests that came to the application, knows nothing of them.
   */
  @Override
  public void stop() {
    askers.awaitNone(answeredWithin.plus(TO_WRITE));
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Once the web server takes no more requests, and before it closes its connections. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE + 1;
  }

  /** Names a token in memory: far cheaper than its keyed hash, and no token itself is kept. */
  private static String key(String presented) {
    byte[] token = presented.getBytes(StandardCharsets.UTF_8);
    MessageDigest digest = SHA256[(int) Thread.currentThread().threadId() & (SHA256.length - 1)];
    synchronized (digest) {
      return new String(digest.digest(token), StandardCharsets.ISO_8859_1);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private void repeat(Answer known, long now) {
    if (!known.repeated) {
      known.repeated = true;
    }
    long half = rememberedNanos / 2;
    if (now - known.askedAt >= half
        && now - renewedAt >= half
        && renewing.compareAndSet(false, true)) {
      renewedAt = now;
      Thread _ = Thread.ofPlatform().daemon().name("admission-answers").start(this::renew);
    }
  }

  /** Asks again for what was repeated, all of it together, and forgets what was not and is over. */
  private void renew() {
    try {
      long now = System.nanoTime();
      Map<String, String> asked = new HashMap<>();
      remembered.forEach((key, answer) -> {
        if (answer.repeated) {
          asked.put(answer.tokenHash, key);
        } else if (now - answer.askedAt >= rememberedNanos) {
          remembered.remove(key, answer);
        }
      });
      admissions
          .of(asked.keySet())
          .forEach((hash, it) ->
              remembered.put(
                  Objects.requireNonNull(asked.get(hash)), new Answer(hash, it.verdict(), now)));
    } catch (RuntimeException e) {
      LOG.warn("Admissions cannot be asked for ahead; each request asks for its own", e);
    } finally {
      renewing.set(false);
    }
  }
}
