package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class AttemptsIntegrationTests {

  private static final Duration QUARTER = Duration.ofMinutes(15);

  @Autowired private Attempts attempts;
  @Autowired private KeyedHash hash;
  @Autowired private WallClock wallClock;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @Test
  void soManyAtOnceAndThenOneAsTimeGoesBy() {
    for (int i = 0; i < 3; i++) {
      assertThat(attempts.take("a", "one", 3, QUARTER)).isEmpty();
    }
    assertThat(attempts.take("a", "one", 3, QUARTER)).contains(Duration.ofMinutes(5));
    assertThat(attempts.take("a", "other", 3, QUARTER)).isEmpty();
    assertThat(attempts.take("b", "one", 3, QUARTER)).isEmpty();
    wallClock.advance(Duration.ofMinutes(4));
    assertThat(attempts.take("a", "one", 3, QUARTER)).contains(Duration.ofMinutes(1));
    wallClock.advance(Duration.ofMinutes(1));
    assertThat(attempts.take("a", "one", 3, QUARTER)).isEmpty();
    assertThat(attempts.take("a", "one", 3, QUARTER)).isPresent();
  }

  @Test
  void anAttemptCountsAlthoughTheCallerRollsBack() {
    tx.executeWithoutResult(status -> {
      assertThat(attempts.take("rolled back", "one", 1, QUARTER)).isEmpty();
      status.setRollbackOnly();
    });
    assertThat(attempts.take("rolled back", "one", 1, QUARTER)).isPresent();
  }

  /** Another node is another bean on the same database. */
  @Test
  void allNodesCountTogetherAlsoAtTheSameMoment() throws Exception {
    Attempts otherNode = new Attempts(jdbc, hash, wallClock);
    List<Callable<Boolean>> tries =
        IntStream.range(0, 40)
            .<Callable<Boolean>>mapToObj(i ->
                () ->
                    tx.execute(
                            _ -> (i % 2 == 0 ? attempts : otherNode).take("nodes", "x", 7, QUARTER))
                        .isEmpty())
            .toList();
    int allowed = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> one : threads.invokeAll(tries)) {
        allowed += one.get() ? 1 : 0;
      }
    }
    assertThat(allowed).isEqualTo(7);
  }

  @Test
  void rowsThatSayNothingAnyMoreGoAndNobodyIsNamed() {
    // Other classes' rows are swept too.
    jdbc.sql("DELETE FROM identity.attempt").update();
    for (int i = 0; i < 30; i++) {
      attempts.take("sweep", "caller " + i, 1, Duration.ofMinutes(1));
    }
    wallClock.advance(Duration.ofDays(2));
    for (int i = 0; i < 10; i++) {
      attempts.take("sweep", "later " + i, 1, Duration.ofMinutes(1));
    }
    assertThat(jdbc.sql("SELECT count(*) FROM identity.attempt").query(Long.class).single())
        .isLessThanOrEqualTo(10);
    assertThat(
            jdbc.sql("SELECT encode(key, 'escape') FROM identity.attempt")
                .query(String.class)
                .list())
        .noneMatch(key -> key.contains("later"));
  }
}
