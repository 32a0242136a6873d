package io.countinghouse.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.TestDatabase;
import io.countinghouse.outbox.WorkHandler.Outcome;
import io.countinghouse.outbox.WorkTable.Claimed;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class OutboxIntegrationTests {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final TestClock clock = new TestClock();
  private final Jobs jobs = new Jobs();
  private final DataSource source = TestDatabase.fresh().dataSource();
  private final JdbcClient jdbc = JdbcClient.create(source);
  private final TransactionTemplate tx =
      new TransactionTemplate(new JdbcTransactionManager(source));
  private final WorkTable table = new WorkTable(jdbc, new JsonMapper());
  private final Outbox outbox = new Outbox(table, new WorkSignal());

  private OutboxWorker worker(Duration lease) {
    OutboxSettings settings =
        new OutboxSettings(true, 1, lease, Duration.ofMillis(10), RETRY, Duration.ofMinutes(10));
    return new OutboxWorker(table, tx, clock, settings, new Random(), List.of(jobs));
  }

  private OutboxWorker worker() {
    return worker(LEASE);
  }

  private void put(Work work) {
    tx.executeWithoutResult(_ -> outbox.put(work));
  }

  private static Work job(String key, Instant dueAt) {
    return Work.of(Jobs.KIND, key, dueAt);
  }

  private List<Claimed> claim(Duration lease) {
    return Objects.requireNonNull(tx.execute(_ -> table.claim(clock.now(), lease, 1)));
  }

  private int rows(String where) {
    return jdbc.sql("SELECT count(*) FROM outbox.work WHERE " + where)
        .query(Integer.class)
        .single();
  }

  @Test
  void workIsDoneWhenItsTimeHasComeAndNotBefore() {
    put(job("a", TestClock.START.plusSeconds(1)));
    assertThat(worker().runOne()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(worker().runOne()).isTrue();
    assertThat(jobs.done).extracting(Work::key).containsExactly("a");
    assertThat(rows("true")).isZero();
  }

  @Test
  void workIsStoredOnlyTogetherWithItsCause() {
    tx.executeWithoutResult(status -> {
      outbox.put(job("a", TestClock.START));
      status.setRollbackOnly();
    });
    assertThat(worker().runOne()).isFalse();
  }

  @Test
  void workPutTwiceIsDoneOnceAtTheEarlierTimeWithTheFirstPayload() {
    put(new Work(Jobs.KIND, "a", Map.of("n", "1"), TestClock.START.plusSeconds(9)));
    put(new Work(Jobs.KIND, "a", Map.of("n", "2"), TestClock.START));
    put(new Work(Jobs.KIND, "a", Map.of("n", "3"), TestClock.START.plusSeconds(5)));
    worker().runAll();
    clock.advance(Duration.ofMinutes(1));
    worker().runAll();
    assertThat(jobs.done)
        .containsExactly(new Work(Jobs.KIND, "a", Map.of("n", "1"), TestClock.START));
  }

  @Test
  void workPutWhileItIsBeingDoneIsDoneOnceMore() {
    jobs.job =
        work -> {
          if (jobs.done.size() == 1) {
            put(job(work.key(), clock.now()));
          }
          return new Outcome.Done();
        };
    put(job("a", TestClock.START));
    worker().runAll();
    assertThat(jobs.done).hasSize(2);
    assertThat(rows("true")).isZero();
  }

  @Test
  void workPutWhileItIsBeingGivenUpIsTriedOnceMore() {
    jobs.job =
        work -> {
          if (jobs.done.size() == 1) {
            put(job(work.key(), clock.now()));
            return new Outcome.Park("cannot be done");
          }
          return new Outcome.Done();
        };
    put(job("a", TestClock.START));
    worker().runAll();
    assertThat(jobs.done).hasSize(2);
    assertThat(rows("true")).isZero();
  }

  @Test
  void workMayAskToBeDoneAgainLater() {
    jobs.job = work -> new Outcome.Again(work.dueAt().plus(Duration.ofHours(1)));
    put(job("a", TestClock.START));
    worker().runAll();
    worker().runAll();
    assertThat(jobs.done).hasSize(1);
    clock.advance(Duration.ofHours(1));
    worker().runAll();
    assertThat(jobs.done).hasSize(2);
  }

  @Test
  void failedWorkIsTriedAgainAfterPausesThatDoubleAndThenParked() {
    jobs.job =
        _ -> {
          throw new IllegalStateException("no luck");
        };
    put(job("a", TestClock.START));
    worker().runAll();
    assertThat(jobs.done).hasSize(1);
    clock.advance(RETRY.minusMillis(1));
    worker().runAll();
    assertThat(jobs.done).as("before the pause is over").hasSize(1);
    clock.advance(RETRY.dividedBy(2));
    worker().runAll();
    assertThat(jobs.done).hasSize(2);
    clock.advance(RETRY.multipliedBy(2).minusMillis(1));
    worker().runAll();
    assertThat(jobs.done).as("the second pause is twice as long").hasSize(2);
    clock.advance(RETRY);
    worker().runAll();
    assertThat(jobs.done).hasSize(3);
    assertThat(rows("state = 'PARKED' AND last_error LIKE '%no luck'")).isEqualTo(1);
    clock.advance(Duration.ofDays(1));
    worker().runAll();
    assertThat(jobs.done).as("parked work waits for a person").hasSize(3);
  }

  @Test
  void anErrorOfAHandlerIsAFailureLikeAnyOther() {
    jobs.job =
        _ -> {
          throw new AssertionError("a bug");
        };
    put(job("a", TestClock.START));
    assertThat(worker().runOne()).isTrue();
    assertThat(rows("state = 'DUE' AND last_error LIKE '%a bug'")).isEqualTo(1);
  }

  @Test
  void wantOfMemoryIsAFailureLikeAnyOther() {
    jobs.job =
        _ -> {
          throw new OutOfMemoryError("as it were");
        };
    put(job("a", TestClock.START));
    assertThat(worker().runOne()).isTrue();
    assertThat(rows("state = 'DUE' AND last_error LIKE '%as it were'")).isEqualTo(1);
  }

  @Test
  void parkedWorkThatIsPutAgainIsTriedAfresh() {
    jobs.job = _ -> new Outcome.Park("cannot be done");
    put(job("a", TestClock.START));
    worker().runAll();
    assertThat(rows("state = 'PARKED' AND last_error = 'cannot be done'")).isEqualTo(1);
    jobs.job = _ -> new Outcome.Done();
    put(job("a", TestClock.START));
    worker().runAll();
    assertThat(rows("true")).isZero();
  }

  @Test
  void workNobodyKnowsIsParked() {
    put(Work.of("riddle", "a", TestClock.START));
    worker().runAll();
    assertThat(rows("state = 'PARKED' AND last_error LIKE '%riddle%'")).isEqualTo(1);
  }

  @Test
  void theWorkOfANodeThatDiedIsFoundAgainWhenItsLeaseHasEnded() {
    put(job("a", TestClock.START));
    assertThat(claim(LEASE)).hasSize(1);
    assertThat(worker().runOne()).as("while the lease runs").isFalse();
    jdbc.sql("UPDATE outbox.work SET lease_until = clock_timestamp() - interval '1 second'")
        .update();
    assertThat(worker().runOne()).isTrue();
    assertThat(rows("true")).isZero();
  }

  @Test
  void aLeaseIsKeptWhileTheWorkGoesOn() throws Exception {
    // Long against any pause of a busy machine, short against a reader's patience.
    Duration lease = Duration.ofSeconds(6);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    jobs.job =
        _ -> {
          begun.countDown();
          end.await();
          return new Outcome.Done();
        };
    put(job("a", TestClock.START));
    try (ExecutorService node = Executors.newSingleThreadExecutor()) {
      Future<Boolean> working = node.submit(() -> worker(lease).runOne());
      begun.await();
      OffsetDateTime first = leaseUntil();
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(45))
            .until(() -> leaseUntil().isAfter(first.plus(lease)));
        // The first lease is over, and renewed several times.
        assertThat(claim(lease)).isEmpty();
      } finally {
        end.countDown();
      }
      assertThat(working.get()).isTrue();
    }
    assertThat(rows("true")).isZero();
  }

  private OffsetDateTime leaseUntil() {
    return jdbc.sql("SELECT lease_until FROM outbox.work").query(OffsetDateTime.class).single();
  }

  @Test
  void aRowThatAnotherNodeIsJustTakingIsSkippedNotWaitedFor() {
    put(job("a", TestClock.START));
    put(job("b", TestClock.START));
    tx.executeWithoutResult(_ -> {
      assertThat(table.claim(clock.now(), LEASE, 1))
          .extracting(it -> it.work().key())
          .containsExactly("a");
      try (ExecutorService node = Executors.newSingleThreadExecutor()) {
        Callable<List<Claimed>> other = () -> claim(LEASE);
        assertThat(node.submit(other).get()).extracting(it -> it.work().key()).containsExactly("b");
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  void twoNodesDoEachOfFiveHundredRowsOnce() throws Exception {
    List<String> keys = IntStream.range(0, 500).mapToObj(i -> "k" + i).toList();
    tx.executeWithoutResult(_ -> keys.forEach(key -> outbox.put(job(key, TestClock.START))));
    try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
      Callable<Boolean> drain =
          () -> {
            worker().runAll();
            return true;
          };
      for (Future<Boolean> node : nodes.invokeAll(Collections.nCopies(4, drain))) {
        node.get();
      }
    }
    List<String> done = new ArrayList<>(jobs.done.stream().map(Work::key).toList());
    assertThat(done).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(rows("true")).isZero();
  }
}
