package io.countinghouse.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.audit.AuditVerification.Finding;
import io.countinghouse.audit.AuditVerification.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What was done to many at once: one row in the transaction, entries like all others soon after.
 */
@JobTest
class AuditBundlesIntegrationTests implements BothProducts {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @Autowired private AuditTrail audit;
  @Autowired private AuditSealer sealer;
  @Autowired private AuditVerification verification;
  @Autowired private AuditBacklog backlog;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  private final String action = "things.done-" + NUMBERS.incrementAndGet();

  private static Map<String, Map<String, String>> details(int count) {
    Map<String, Map<String, String>> details = new HashMap<>();
    IntStream.range(0, count)
        .forEach(i -> details.put("thing_" + i, Map.of("odd", "它 \"" + i % 2 + "\"", "a", "1.50")));
    return details;
  }

  private void done(int count) {
    tx.executeWithoutResult(_ -> audit.recordEach(Actor.SYSTEM, action, details(count)));
  }

  private void writeOutAndSeal() {
    while (sealer.writeOut() + sealer.seal() > 0) {
      assertThat(sealer).isNotNull();
    }
  }

  private int count(String table) {
    return jdbc.sql("SELECT count(*) FROM audit.%s WHERE action = :action".formatted(table))
        .param("action", action)
        .query(Integer.class)
        .single();
  }

  @Test
  void fewAreEntriesAtOnce() {
    done(Bundles.ENTRIES_MIN - 1);
    assertThat(count("entry")).isEqualTo(Bundles.ENTRIES_MIN - 1);
    assertThat(count("bundle")).isZero();
  }

  @Test
  void manyAreOneRowUntilTheyAreWrittenOut() {
    done(Bundles.ENTRIES_MIN);
    assertThat(count("entry")).isZero();
    assertThat(count("bundle")).isOne();

    writeOutAndSeal();
    assertThat(count("bundle")).isZero();
    List<@Nullable String> said =
        jdbc.sql(
                """
                SELECT subject || ' ' || (details ->> 'odd') || (details ->> 'a') || actor_kind FROM audit.entry
                 WHERE action = :action AND id IN (SELECT entry_id FROM audit.seal)\
                """)
            .param("action", action)
            .query(String.class)
            .list();
    assertThat(said)
        .hasSize(Bundles.ENTRIES_MIN)
        .doesNotHaveDuplicates()
        .contains("thing_7 它 \"1\"1.50SYSTEM", "thing_8 它 \"0\"1.50SYSTEM");
    assertThat(verification.verify().findings()).isEmpty();
  }

  @Test
  void moreThanTenThousandAreSeveralRows() {
    done(10_001);
    assertThat(count("bundle")).isEqualTo(2);
    writeOutAndSeal();
    assertThat(count("entry")).isEqualTo(10_001);
  }

  @Test
  void aBundleGoesWithTheTransactionOfTheDeed() {
    tx.executeWithoutResult(status -> {
      audit.recordEach(Actor.SYSTEM, action, details(Bundles.ENTRIES_MIN));
      status.setRollbackOnly();
    });
    assertThat(count("bundle")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "said = replace(said, 'thing_1\"', 'thing_x\"') | thing_x",
        "at = at + interval '1 microsecond'               | thing_1",
        "actor = 'somebody'                               | thing_1",
        "actor_kind = 'OPERATOR'                          | thing_1",
        "action = concat(action, '-not')                  | thing_1",
        "nonce = gen_random_uuid()                        | thing_1",
        "nonce = (SELECT max(nonce::text)::uuid FROM audit.entry) | thing_1",
        "mac = sha256('x')                                | thing_1",
        "said = 'no JSON at all'                          | (unreadable)",
        "said = '[{}]'                                    | (unreadable)",
        "said = '[]'                                      | (unreadable)",
        "said = 'null'                                    | (unreadable)",
        "said = '[null]'                                  | (unreadable)",
        "said = '[{\"details\":{\"a\":null},\"subjects\":[\"x\"]}]' | (unreadable)",
        "said = '[{\"details\":{},\"subjects\":[\"\"]}]'     | (unreadable)",
        "said = '[{\"details\":{},\"subjects\":[\"a\\u0000\"]}]' | (unreadable)"
      })
  void whatWasChangedBeforeItWasWrittenOutIsNamedAndKept(String change, String kept) {
    tx.executeWithoutResult(_ -> audit.record(Actor.SYSTEM, action, "first", Map.of()));
    writeOutAndSeal();
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      audit.recordEach(Actor.SYSTEM, action, details(Bundles.ENTRIES_MIN));
      jdbc.sql("ALTER TABLE audit.bundle DISABLE TRIGGER bundle_append_only").update();
      jdbc.sql("UPDATE audit.bundle SET " + change).update();
      assertThat(verification.verify().findings())
          .extracting(Finding::kind)
          .containsExactly(Kind.BUNDLE_CHANGED);
      writeOutAndSeal();
      assertThat(verification.verify().findings())
          .isNotEmpty()
          .extracting(Finding::kind)
          .containsOnly(Kind.INSERTED);
      assertThat(
              jdbc.sql(
                      """
                      SELECT count(*) FROM audit.entry
                       WHERE starts_with(action, :action) AND (subject = :kept OR jsonb_exists(details, :kept))\
                      """)
                  .param("action", action)
                  .param("kept", kept)
                  .query(Long.class)
                  .single())
          .isOne();
    });
  }

  private void writtenOutOfACopy() {
    audit.recordEach(Actor.SYSTEM, action, details(Bundles.ENTRIES_MIN));
    jdbc.sql("CREATE TEMPORARY TABLE copy ON COMMIT DROP AS TABLE audit.bundle").update();
    writeOutAndSeal();
  }

  private void putBack() {
    jdbc.sql("INSERT INTO audit.bundle OVERRIDING SYSTEM VALUE SELECT * FROM copy").update();
  }

  @Test
  void whatWasWrittenOutBeforeIsNotOursAgainAndHoldsNothingUp() {
    writeOutAndSeal();
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      writtenOutOfACopy();
      assertThat(verification.verify().findings()).isEmpty();
      putBack();
      assertThat(verification.verify().findings())
          .extracting(Finding::kind)
          .containsExactly(Kind.BUNDLE_CHANGED);
      audit.recordEach(Actor.SYSTEM, action, details(Bundles.ENTRIES_MIN));
      writeOutAndSeal();
      assertThat(verification.verify().findings())
          .hasSize(Bundles.ENTRIES_MIN)
          .extracting(Finding::kind)
          .containsOnly(Kind.INSERTED);
      assertThat(count("entry")).isEqualTo(3 * Bundles.ENTRIES_MIN);
    });
  }

  @Test
  void whatCannotBeWrittenOutHoldsUpNoOther() {
    writeOutAndSeal();
    jdbc.sql(
            """
            INSERT INTO audit.bundle (nonce, at, actor_kind, actor, action, said, entries, mac)
            VALUES (gen_random_uuid(), 'infinity', 'SYSTEM', 'system', :action, '[]', 1, sha256('x'))\
            """)
        .param("action", action)
        .update();
    try {
      done(Bundles.ENTRIES_MIN);
      writeOutAndSeal();
      assertThat(count("bundle")).isOne();
      assertThat(count("entry")).isEqualTo(Bundles.ENTRIES_MIN);
    } finally {
      jdbc.sql(
              """
              ALTER TABLE audit.bundle DISABLE TRIGGER bundle_append_only;
              DELETE FROM audit.bundle;
              ALTER TABLE audit.bundle ENABLE TRIGGER bundle_append_only\
              """)
          .update();
    }
  }

  @Test
  void aBundleWhoseFirstEntryIsGoneIsNotOursAgain() {
    writeOutAndSeal();
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      writtenOutOfACopy();
      jdbc.sql("ALTER TABLE audit.entry DISABLE TRIGGER entry_append_only").update();
      jdbc.sql("DELETE FROM audit.entry WHERE nonce IN (SELECT nonce FROM copy)").update();
      putBack();
      writeOutAndSeal();
      assertThat(verification.verify().findings())
          .hasSize(1 + Bundles.ENTRIES_MIN)
          .extracting(Finding::kind)
          .contains(Kind.MISSING, Kind.INSERTED);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0", "long"})
  void whatNoEntryCouldBeWrittenOfIsRefusedAtOnce(String subject) {
    Map<String, Map<String, String>> details = details(Bundles.ENTRIES_MIN);
    details.put(subject.equals("long") ? "它".repeat(334) : subject, Map.of());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () -> tx.executeWithoutResult(_ -> audit.recordEach(Actor.SYSTEM, action, details)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit.bundle SET actor = 'x'",
        "DELETE FROM audit.bundle",
        "TRUNCATE audit.bundle"
      })
  void theDatabaseRefusesChanges(String statement) {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> jdbc.sql(statement).update())
        .withMessageContaining("append-only");
  }

  @Test
  void twoNodesWriteEachOutOnce() throws Exception {
    for (int i = 0; i < 10; i++) {
      done(Bundles.ENTRIES_MIN);
    }
    Callable<Integer> node = sealer::writeOut;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      int written = 0;
      for (Future<Integer> done : threads.invokeAll(List.of(node, node))) {
        written += done.get();
      }
      assertThat(written).isEqualTo(10);
    }
    writeOutAndSeal();
    assertThat(count("bundle")).isZero();
    assertThat(count("entry")).isEqualTo(10 * Bundles.ENTRIES_MIN);
  }

  @Test
  void whatIsBundledForLongIsTold() {
    writeOutAndSeal();
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      audit.recordEach(Actor.SYSTEM, action, details(Bundles.ENTRIES_MIN));
      long before = backlog.overdue();
      jdbc.sql("ALTER TABLE audit.bundle DISABLE TRIGGER bundle_append_only").update();
      jdbc.sql("UPDATE audit.bundle SET noted_at = noted_at - interval '6 minutes'").update();
      assertThat(backlog.overdue()).isEqualTo(before + Bundles.ENTRIES_MIN);
    });
  }
}
