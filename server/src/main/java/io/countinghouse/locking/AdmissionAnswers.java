package io.countinghouse.locking;

import io.countinghouse.locking.Admission.Verdict;
import io.countinghouse.workspace.WorkspaceTokens;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The answers to data planes, each remembered for a moment. Those still asked for are asked of the
 * database again together and before their moment is over, so that a request waits for it only
 * after a pause.
 */
@Component
@EnableConfigurationProperties(AdmissionSettings.class)
class AdmissionAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(AdmissionAnswers.class);

  /** Some megabytes; beyond it all are forgotten and asked for again. */
  private static final int REMEMBERED_MAX = 100_000;

  private final WorkspaceTokens tokens;
  private final Admissions admissions;
  private final long rememberedNanos;
  private final ConcurrentHashMap<String, Answer> remembered = new ConcurrentHashMap<>();
  private final AtomicBoolean renewing = new AtomicBoolean();

  AdmissionAnswers(WorkspaceTokens tokens, Admissions admissions, AdmissionSettings settings) {
    this.tokens = tokens;
    this.admissions = admissions;
    this.rememberedNanos = settings.remembered().toNanos();
  }

  private static final class Answer {
    final Verdict verdict;

    /** By the JVM's running time, before the database was asked. */
    final long askedAt;

    volatile boolean repeated;

    Answer(Verdict verdict, long askedAt) {
      this.verdict = verdict;
      this.askedAt = askedAt;
    }
  }

  /** The answer for a presented token, never older than {@link AdmissionSettings#remembered}. */
  Verdict of(String presented) {
    Optional<byte[]> hash = tokens.hashOf(presented);
    if (hash.isEmpty()) {
      return Verdict.REFUSED;
    }
    String key = HexFormat.of().formatHex(hash.get());
    long now = System.nanoTime();
    Answer known = remembered.get(key);
    if (known != null && now - known.askedAt < rememberedNanos) {
      repeat(known, now);
      return known.verdict;
    }
    Verdict verdict = admissions.of(hash.get()).verdict();
    if (remembered.mappingCount() >= REMEMBERED_MAX) {
      remembered.clear();
    }
    remembered.put(key, new Answer(verdict, now));
    return verdict;
  }

  private void repeat(Answer known, long now) {
    if (!known.repeated) {
      known.repeated = true;
    }
    if (now - known.askedAt >= rememberedNanos / 2 && renewing.compareAndSet(false, true)) {
      Thread _ = Thread.ofVirtual().name("admission-answers").start(this::renew);
    }
  }

  /** Asks again for what was repeated, and forgets what was not. */
  private void renew() {
    try {
      long now = System.nanoTime();
      remembered.values().removeIf(it -> !it.repeated && now - it.askedAt >= rememberedNanos);
      List<String> asked = new ArrayList<>();
      remembered.forEach((key, answer) -> {
        if (answer.repeated) {
          asked.add(key);
        }
      });
      admissions.of(asked).forEach((key, it) -> remembered.put(key, new Answer(it.verdict(), now)));
    } catch (RuntimeException e) {
      LOG.warn("Admissions cannot be asked for ahead; each request asks for its own", e);
    } finally {
      renewing.set(false);
    }
  }
}
