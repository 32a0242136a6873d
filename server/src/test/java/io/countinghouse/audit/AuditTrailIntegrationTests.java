package io.countinghouse.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.TestClock;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class AuditTrailIntegrationTests {

  @Autowired private AuditTrail audit;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;
  @Autowired private TestClock clock;

  private record Entry(Instant at, String kind, String actor, String action, String reason) {}

  @Test
  void anEntrySaysWhoDidWhatWhenToWhat() {
    Actor actor = Actor.customer(new ConsoleAccountId("cons_1"));
    tx.executeWithoutResult(
        _ -> audit.record(actor, "thing.done", "thing_1", Map.of("reason", "它 \"好\"")));
    Entry entry =
        jdbc.sql(
                """
                SELECT at, actor_kind, actor, action, details->>'reason' AS reason
                  FROM audit.entry WHERE subject = 'thing_1'\
                """)
            .query((rs, _) ->
                new Entry(
                    SqlTime.instant(rs, "at"),
                    rs.getString("actor_kind"),
                    rs.getString("actor"),
                    rs.getString("action"),
                    rs.getString("reason")))
            .single();
    assertThat(entry)
        .isEqualTo(new Entry(clock.now(), "CUSTOMER", "cons_1", "thing.done", "它 \"好\""));
  }

  @Test
  void anEntryGoesWithTheTransactionOfTheDeed() {
    tx.executeWithoutResult(status -> {
      audit.record(Actor.SYSTEM, "thing.done", "thing_2", Map.of());
      status.setRollbackOnly();
    });
    assertThat(count("thing_2")).isZero();
    assertThatExceptionOfType(IllegalTransactionStateException.class)
        .isThrownBy(() -> audit.record(Actor.SYSTEM, "thing.done", "thing_2", Map.of()));
  }

  @Test
  void whatIsWrittenStays() {
    tx.executeWithoutResult(_ -> audit.record(Actor.SYSTEM, "thing.done", "thing_3", Map.of()));
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> jdbc.sql("DELETE FROM audit.entry").update())
        .withMessageContaining("append-only");
    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> jdbc.sql("UPDATE audit.entry SET action = 'other'").update())
        .withMessageContaining("append-only");
    assertThat(count("thing_3")).isOne();
  }

  private int count(String subject) {
    return jdbc.sql("SELECT count(*) FROM audit.entry WHERE subject = :subject")
        .param("subject", subject)
        .query(Integer.class)
        .single();
  }
}
