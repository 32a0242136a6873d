package io.countinghouse.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.audit.AuditVerification.Finding;
import io.countinghouse.audit.AuditVerification.Kind;
import java.util.ArrayList;
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
    while (sealer.writeOut() || sealer.seal() > 0) {
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
  @ValueSource(
      strings = {
        "said = replace(said, 'thing_1\"', 'thing_x\"')",
        "said = 'no JSON at all'",
        "at = at + interval '1 microsecond'",
        "actor = 'somebody'",
        "actor_kind = 'OPERATOR'",
        "action = action || '-not'",
        "nonce = gen_random_uuid()",
        "mac = sha256('x')"
      })
  void whatWasChangedBeforeItWasWrittenOutIsNamed(String change) {
    writeOutAndSeal();
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      audit.recordEach(Actor.SYSTEM, action, details(Bundles.ENTRIES_MIN));
      jdbc.sql("ALTER TABLE audit.bundle DISABLE TRIGGER bundle_append_only").update();
      jdbc.sql("UPDATE audit.bundle SET " + change).update();
      writeOutAndSeal();
      List<Finding> findings = verification.verify().findings();
      assertThat(findings).extracting(Finding::kind).containsExactly(Kind.INSERTED);
      assertThat(
              jdbc.sql("SELECT details::text FROM audit.entry WHERE id = :id")
                  .param("id", findings.getFirst().id())
                  .query(String.class)
                  .single())
          .startsWith("{\"" + StoredEntry.UNREADABLE);
    });
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
    Callable<Void> node =
        () -> {
          while (sealer.writeOut()) {
            assertThat(sealer).isNotNull();
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Void>> nodes = new ArrayList<>(threads.invokeAll(List.of(node, node)));
      for (Future<Void> done : nodes) {
        done.get();
      }
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
