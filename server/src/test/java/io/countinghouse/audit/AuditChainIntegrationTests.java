package io.countinghouse.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.TestClock;
import io.countinghouse.audit.AuditVerification.Finding;
import io.countinghouse.audit.AuditVerification.Kind;
import io.countinghouse.audit.AuditVerification.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The chain over the trail, and what is found when rows are tampered with in the database. */
@JobTest
class AuditChainIntegrationTests implements BothProducts {

  private static final String TRIGGERS_OFF =
      "ALTER TABLE audit.entry DISABLE TRIGGER entry_append_only; "
          + "ALTER TABLE audit.seal DISABLE TRIGGER seal_append_only";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @Autowired private AuditTrail audit;
  @Autowired private AuditSealer sealer;
  @Autowired private AuditVerification verification;
  @Autowired private ChainTable table;
  @Autowired private Bundles bundles;
  @Autowired private AuditKey key;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;
  @Autowired private TestClock clock;

  private long first;
  private long middle;
  private long last;

  @BeforeEach
  void threeSealedEntries() {
    first = entry();
    middle = entry();
    last = entry();
    sealAll();
  }

  private long entry() {
    String subject = "thing_" + NUMBERS.incrementAndGet();
    tx.executeWithoutResult(_ ->
        audit.record(Actor.SYSTEM, "thing.done", subject, Map.of("b", "它 \"好\"", "a", "1.50")));
    return jdbc.sql("SELECT id FROM audit.entry WHERE subject = :subject")
        .param("subject", subject)
        .query(Long.class)
        .single();
  }

  private void sealAll() {
    while (sealer.seal() > 0) {
      assertThat(sealer).isNotNull();
    }
  }

  /** What is found after some statements, which are then undone. */
  private List<Finding> findingsAfter(String... statements) {
    return tx.execute(status -> {
      status.setRollbackOnly();
      jdbc.sql(TRIGGERS_OFF).update();
      for (String statement : statements) {
        jdbc.sql(statement).update();
      }
      return verification.verify().findings();
    });
  }

  @Test
  void aTrailAsItWasWrittenIsGoodSealedOrNot() {
    long waiting = entry();
    Result result = verification.verify();
    assertThat(result.findings()).isEmpty();
    assertThat(result.sealed()).isGreaterThanOrEqualTo(3);
    sealAll();
    Result after = verification.verify();
    assertThat(after.findings()).isEmpty();
    assertThat(after.last()).isEqualTo(result.last() + 1);
    assertThat(after.hash()).isNotEqualTo(result.hash()).hasSize(64);
    assertThat(
            jdbc.sql("SELECT entry_id FROM audit.seal WHERE no = :no")
                .param("no", after.last())
                .query(Long.class)
                .single())
        .isEqualTo(waiting);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at = at + interval '1 microsecond'",
        "actor_kind = 'OPERATOR'",
        "actor = 'somebody'",
        "action = 'thing.undone'",
        "subject = subject || 'x'",
        "details = '{\"a\": \"1.50\"}'",
        "details = details || '{\"a\": \"2.50\"}'",
        "nonce = gen_random_uuid()",
        "mac = sha256('x')"
      })
  void aChangedEntryIsNamed(String change) {
    assertThat(findingsAfter("UPDATE audit.entry SET %s WHERE id = %d".formatted(change, middle)))
        .containsExactly(new Finding(Kind.CHANGED, middle));
  }

  @Test
  void aMissingEntryIsNamedSealedOrNot() {
    assertThat(findingsAfter("DELETE FROM audit.entry WHERE id = " + middle))
        .containsExactly(new Finding(Kind.MISSING, middle));
    long waiting = entry();
    assertThat(findingsAfter("DELETE FROM audit.entry WHERE id = " + waiting))
        .containsExactly(new Finding(Kind.MISSING, waiting));
  }

  private static String copy(long id, String mac) {
    return """
    INSERT INTO audit.entry (nonce, at, actor_kind, actor, action, subject, details, mac)
    SELECT gen_random_uuid(), at, actor_kind, actor, action, subject, details, %s
      FROM audit.entry WHERE id = %d\
    """
        .formatted(mac, id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mac", "sha256('made up')"})
  void anInsertedEntryIsNamedAlsoOnceItIsSealed(String mac) {
    List<Finding> waiting = findingsAfter(copy(middle, mac));
    assertThat(waiting).extracting(Finding::kind).containsExactly(Kind.INSERTED);
    List<Finding> hidden =
        findingsAfter("ALTER TABLE audit.entry DISABLE TRIGGER entry_unsealed", copy(middle, mac));
    assertThat(hidden).extracting(Finding::kind).containsExactly(Kind.INSERTED);
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      jdbc.sql(copy(middle, mac)).update();
      sealAll();
      assertThat(verification.verify().findings())
          .extracting(Finding::kind)
          .containsExactly(Kind.INSERTED);
    });
  }

  @Test
  void anEntryWithoutAMacIsRefused() {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> jdbc.sql(copy(middle, "NULL")).update());
  }

  @Test
  void whatIsDoneToTheSealsIsNamedToo() {
    assertThat(findingsAfter("UPDATE audit.seal SET hash = sha256('x') WHERE entry_id = " + middle))
        .containsExactly(new Finding(Kind.SEAL_CHANGED, middle));
    assertThat(findingsAfter("DELETE FROM audit.seal WHERE entry_id = " + middle))
        .contains(new Finding(Kind.OUTSIDE, middle))
        .extracting(Finding::kind)
        .containsExactlyInAnyOrder(Kind.SEAL_MISSING, Kind.OUTSIDE);
    String cutOff = "DELETE FROM audit.%s WHERE %s = " + last;
    assertThat(findingsAfter(cutOff.formatted("seal", "entry_id"), cutOff.formatted("entry", "id")))
        .extracting(Finding::kind)
        .containsExactly(Kind.SEAL_MISSING);
    assertThat(
            findingsAfter(
                cutOff.formatted("seal", "entry_id"),
                cutOff.formatted("entry", "id"),
                "UPDATE audit.chain SET sealed_no = s.no, sealed_hash = s.hash FROM audit.seal s"
                    + " WHERE s.no = (SELECT max(no) FROM audit.seal)"))
        .containsExactly(new Finding(Kind.CHAIN_CHANGED, 0));
    assertThat(findingsAfter("UPDATE audit.chain SET unsigned_until = 1000000"))
        .containsExactly(new Finding(Kind.CHAIN_CHANGED, 0));
  }

  @Test
  void twoNodesSealWhatManyWriteInOneChain() throws Exception {
    AuditSettings settings = new AuditSettings(true, Duration.ofDays(730));
    List<Callable<Void>> all = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      all.add(() -> {
        for (int i = 0; i < 25; i++) {
          entry();
        }
        return null;
      });
    }
    for (int node = 0; node < 2; node++) {
      AuditSealer other = new AuditSealer(table, bundles, key, settings, clock, tx);
      all.add(() -> {
        for (int i = 0; i < 100; i++) {
          other.seal();
        }
        return null;
      });
    }
    long before = verification.verify().last();
    try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
      for (Future<Void> done : threads.invokeAll(all)) {
        done.get();
      }
    }
    sealAll();
    assertThat(verification.verify().findings()).isEmpty();
    assertThat(verification.verify().last()).isEqualTo(before + 100);
  }

  @Test
  void whatIsPastItsTimeGoesAndTheChainVerifiesFromTheOldestLeft() {
    long count = verification.verify().last();
    clock.advance(Duration.ofDays(731));
    long kept = entry();
    sealAll();
    // Before the writers of other tests: nothing in between is younger.
    int gone = sealer.prune();
    assertThat(gone).isPositive();
    assertThat(ids()).contains(kept).doesNotContain(first, middle, last);
    Result after = verification.verify();
    assertThat(after.findings()).isEmpty();
    assertThat(after.last()).isEqualTo(count + 1);
    assertThat(after.sealed()).isEqualTo(1);
    assertThat(sealer.prune()).isZero();
    assertThat(findingsAfter("DELETE FROM audit.entry WHERE id = " + kept))
        .containsExactly(new Finding(Kind.MISSING, kept));
    assertThat(
            findingsAfter(
                "UPDATE audit.chain SET pruned_no = pruned_no + 1",
                "DELETE FROM audit.seal",
                "DELETE FROM audit.entry"))
        .contains(new Finding(Kind.CHAIN_CHANGED, 0));
    // The next test's entries are of before; so that they are pruned in its turn all the same.
    clock.advance(Duration.ofDays(731));
    assertThat(sealer.prune()).isOne();
  }

  private List<Long> ids() {
    return jdbc.sql("SELECT id FROM audit.entry").query((rs, _) -> rs.getLong("id")).list();
  }

  @Test
  void aNodeSealsWithinSecondsOfItself() {
    long waiting = entry();
    AuditThread thread = new AuditThread(sealer);
    thread.start();
    try {
      long begin = System.nanoTime();
      while (!jdbc.sql("SELECT EXISTS (SELECT 1 FROM audit.seal WHERE entry_id = :id)")
          .param("id", waiting)
          .query(Boolean.class)
          .single()) {
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
      }
    } finally {
      thread.stop();
    }
    assertThat(thread.isRunning()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit.entry SET actor = 'x'",
        "DELETE FROM audit.entry",
        "TRUNCATE audit.entry",
        "UPDATE audit.seal SET no = no + 1",
        "DELETE FROM audit.seal",
        "TRUNCATE audit.seal"
      })
  void theDatabaseRefusesChanges(String statement) {
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> jdbc.sql(statement).update())
        .withMessageContaining("append-only");
  }

  @Test
  void lessThanAYearIsNoTimeToKeepThem() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new AuditSettings(true, Duration.ofDays(365)));
  }
}
