package io.countinghouse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.TestClock;
import io.countinghouse.audit.AuditSearch.Wanted;
import io.countinghouse.audit.AuditVerification.Finding;
import io.countinghouse.audit.AuditVerification.Kind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Rows that were changed in the database to what the server never writes. */
@JobTest
class AuditUnreadableIntegrationTests implements BothProducts {

  private static final Wanted ALL = new Wanted("", "thing.", "", null, null);

  @Autowired private AuditTrail audit;
  @Autowired private AuditSealer sealer;
  @Autowired private AuditSearch search;
  @Autowired private AuditVerification verification;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;
  @Autowired private TestClock clock;

  private long entry() {
    tx.executeWithoutResult(
        _ -> audit.record(Actor.SYSTEM, "thing.done", "thing_1", Map.of("a", "1.50")));
    return tx.execute(_ -> search.newest(ALL, Long.MAX_VALUE, 1)).getFirst().id();
  }

  private void sealAll() {
    while (sealer.seal() > 0) {
      assertThat(sealer).isNotNull();
    }
  }

  private void changed(Runnable changes) {
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      jdbc.sql("ALTER TABLE audit.entry DISABLE TRIGGER entry_append_only").update();
      changes.run();
    });
  }

  private void setDetails(long id, String json) {
    jdbc.sql("UPDATE audit.entry SET details = CAST(:json AS jsonb) WHERE id = :id")
        .param("json", json)
        .param("id", id)
        .update();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1.50}",
        "{\"a\": null}",
        "{\"a\": {\"b\": [1]}}",
        "[\"a\", \"1.50\"]",
        "null",
        "\"a\""
      })
  void isNamedAsChangedAndShownAsItIs(String json) {
    long one = entry();
    sealAll();
    changed(() -> {
      setDetails(one, json);
      assertThat(verification.verify().findings()).containsExactly(new Finding(Kind.CHANGED, one));
      assertThat(search.newest(ALL, one + 1, 1).getFirst().details())
          .containsExactly(Map.entry(StoredEntry.UNREADABLE, json));
    });
  }

  @Test
  void isNamedAlsoWhenItIsNestedDeeperThanAnythingIsRead() {
    long one = entry();
    sealAll();
    changed(() -> {
      setDetails(one, "[".repeat(2000) + "]".repeat(2000));
      assertThat(verification.verify().findings()).containsExactly(new Finding(Kind.CHANGED, one));
    });
  }

  @Test
  void holdsUpNeitherSealingNorPruning() {
    changed(() -> {
      long unreadable = entry();
      setDetails(unreadable, "[]");
      entry();
      sealAll();
      assertThat(verification.verify().findings())
          .containsExactly(new Finding(Kind.INSERTED, unreadable));
      clock.advance(Duration.ofDays(731));
      assertThat(sealer.prune()).isGreaterThanOrEqualTo(2);
    });
  }

  @Test
  void aChainWhoseEndsAreGoneIsNamedWithTheRest() {
    long one = entry();
    sealAll();
    changed(() -> {
      jdbc.sql("DELETE FROM audit.chain").update();
      setDetails(one, "{}");
      assertThat(verification.verify().findings())
          .containsExactly(new Finding(Kind.CHAIN_CHANGED, 0), new Finding(Kind.CHANGED, one));
    });
  }
}
