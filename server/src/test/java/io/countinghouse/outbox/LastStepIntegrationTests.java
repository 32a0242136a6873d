package io.countinghouse.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.TestDatabase;
import io.countinghouse.outbox.WorkHandler.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Work that ends with a step in the transaction in which its row goes. */
class LastStepIntegrationTests {

  private final TestClock clock = new TestClock();
  private final Jobs jobs = new Jobs();
  private final DataSource source = TestDatabase.fresh().dataSource();
  private final JdbcClient jdbc = JdbcClient.create(source);
  private final TransactionTemplate tx =
      new TransactionTemplate(new JdbcTransactionManager(source));
  private final WorkTable table = new WorkTable(jdbc, new JsonMapper());
  private final Outbox outbox = new Outbox(table, new WorkSignal());
  private final OutboxWorker worker =
      new OutboxWorker(
          table,
          tx,
          clock,
          new OutboxSettings(
              true,
              1,
              Duration.ofSeconds(30),
              Duration.ofMillis(10),
              Duration.ofSeconds(2),
              Duration.ofMinutes(10)),
          new Random(),
          List.of(jobs));

  private void put(String key) {
    tx.executeWithoutResult(_ -> outbox.put(Work.of(Jobs.KIND, key, clock.now())));
  }

  private List<String> keys() {
    return jdbc.sql("SELECT key FROM outbox.work ORDER BY key")
        .query((rs, _) -> Objects.requireNonNull(rs.getString("key")))
        .list();
  }

  @Test
  void theStepIsUndoneWithItsFailureAndDoneWithTheNextAttempt() {
    jobs.job =
        work ->
            new Outcome.DoneWith(() -> {
              if (work.key().equals("a")) {
                outbox.put(Work.of(Jobs.KIND, "b", clock.now()));
              }
              if (jobs.done.size() == 1) {
                throw new IllegalStateException("the first time");
              }
            });
    put("a");
    worker.runAll();
    assertThat(keys()).containsExactly("a");
    clock.advance(Duration.ofMinutes(1));
    worker.runAll();
    assertThat(jobs.done).extracting(Work::key).containsExactly("a", "a", "b");
    assertThat(keys()).isEmpty();
  }

  @Test
  void theStepIsLeftOutWhereAnotherNodeHasDoneTheWork() {
    List<String> steps = new ArrayList<>();
    jobs.job =
        work -> {
          jdbc.sql("DELETE FROM outbox.work").update();
          return new Outcome.DoneWith(() -> steps.add(work.key()));
        };
    put("a");
    worker.runAll();
    assertThat(jobs.done).hasSize(1);
    assertThat(steps).isEmpty();
  }
}
