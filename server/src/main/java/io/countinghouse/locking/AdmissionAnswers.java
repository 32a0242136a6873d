package io.countinghouse.locking;

import io.countinghouse.locking.Admission.Verdict;
import io.countinghouse.workspace.WorkspaceTokens;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The answers to data planes, each remembered for a moment. */
@Component
@EnableConfigurationProperties(AdmissionSettings.class)
class AdmissionAnswers {

  /** Some megabytes; beyond it all are forgotten and asked for again. */
  private static final int REMEMBERED_MAX = 100_000;

  private final WorkspaceTokens tokens;
  private final Admissions admissions;
  private final long rememberedNanos;
  private final ConcurrentHashMap<String, Answer> remembered = new ConcurrentHashMap<>();

  AdmissionAnswers(WorkspaceTokens tokens, Admissions admissions, AdmissionSettings settings) {
    this.tokens = tokens;
    this.admissions = admissions;
    this.rememberedNanos = settings.remembered().toNanos();
  }

  /**
   * @param askedAt by the JVM's running time, before the database was asked
   */
  private record Answer(Verdict verdict, long askedAt) {}

  /** The answer for a presented token, never older than {@link AdmissionSettings#remembered}. */
  Verdict of(String presented) {
    Optional<byte[]> hash = tokens.hashOf(presented);
    if (hash.isEmpty()) {
      return Verdict.REFUSED;
    }
    String key = new String(hash.get(), StandardCharsets.ISO_8859_1);
    long now = System.nanoTime();
    Answer known = remembered.get(key);
    if (known != null && now - known.askedAt() < rememberedNanos) {
      return known.verdict();
    }
    Verdict verdict = admissions.of(hash.get()).verdict();
    if (remembered.mappingCount() >= REMEMBERED_MAX) {
      remembered.clear();
    }
    remembered.put(key, new Answer(verdict, now));
    return verdict;
  }
}
