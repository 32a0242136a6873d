package io.countinghouse.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Whoever does not answer holds up nobody but those who ask him too. */
@Timeout(60)
class OutboxThreadsIntegrationTests {

  private static final int AT_ONCE = 32;
  private static final int MORE = 8;

  private final TestClock clock = new TestClock();
  private final DataSource source = TestDatabase.fresh().dataSource();
  private final TransactionTemplate tx =
      new TransactionTemplate(new JdbcTransactionManager(source));
  private final WorkTable table = new WorkTable(JdbcClient.create(source), new JsonMapper());
  private final WorkSignal signal = new WorkSignal();
  private final Outbox outbox = new Outbox(table, signal);
  private final Hanging mails = new Hanging("mail");
  private final Hanging reports = new Hanging("report");
  private final CountDownLatch ours = new CountDownLatch(1);
  private final Jobs jobs = new Jobs();
  private final OutboxThreads threads = threads();

  /** Work that hangs until it is let go. */
  private record Hanging(String kind, CountDownLatch begun, CountDownLatch end, CountDownLatch done)
      implements WorkHandler {

    Hanging(String kind) {
      this(
          kind,
          new CountDownLatch(AT_ONCE),
          new CountDownLatch(1),
          new CountDownLatch(AT_ONCE + MORE));
    }

    @Override
    public boolean waitsForOthers() {
      return true;
    }

    @Override
    public Outcome handle(Work work) throws Exception {
      begun.countDown();
      end.await();
      done.countDown();
      return new Outcome.Done();
    }
  }

  private OutboxThreads threads() {
    jobs.job =
        _ -> {
          ours.countDown();
          return new WorkHandler.Outcome.Done();
        };
    OutboxSettings settings =
        new OutboxSettings(
            true,
            2,
            Duration.ofSeconds(15),
            Duration.ofMillis(10),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10));
    OutboxWorker worker =
        new OutboxWorker(table, tx, clock, settings, new Random(), List.of(jobs, mails, reports));
    return new OutboxThreads(worker, signal, settings);
  }

  @AfterEach
  void stop() {
    mails.end.countDown();
    reports.end.countDown();
    threads.stop();
  }

  private void put(String kind, int many) {
    tx.executeWithoutResult(_ ->
        outbox.putAll(
            IntStream.range(0, many).mapToObj(i -> Work.of(kind, "k" + i, clock.now())).toList()));
  }

  @Test
  void mailsThatHangKeepNeitherReportsNorOurOwnWorkWaiting() throws Exception {
    put("mail", AT_ONCE + MORE);
    threads.start();
    mails.begun.await();
    reports.end.countDown();
    put("report", AT_ONCE + MORE);
    reports.done.await();
    put(Jobs.KIND, 1);
    ours.await();
    assertThat(mails.done.getCount()).as("no mail is through").isEqualTo(AT_ONCE + MORE);
  }

  @Test
  void errorsOfOurOwnWorkEndNoThread() throws Exception {
    CountDownLatch failed = new CountDownLatch(MORE);
    jobs.job =
        work -> {
          if (work.key().equals("last")) {
            ours.countDown();
            return new WorkHandler.Outcome.Done();
          }
          failed.countDown();
          throw new Error("of a kind that nobody thought of");
        };
    put(Jobs.KIND, MORE);
    threads.start();
    failed.await();
    tx.executeWithoutResult(_ -> outbox.put(Work.of(Jobs.KIND, "last", clock.now())));
    ours.await();
    assertThat(jobs.done).hasSize(MORE + 1);
  }

  @Test
  void reportsThatHangKeepNeitherMailsNorOurOwnWorkWaiting() throws Exception {
    put("report", AT_ONCE + MORE);
    threads.start();
    reports.begun.await();
    put(Jobs.KIND, 1);
    ours.await();
    mails.end.countDown();
    put("mail", AT_ONCE + MORE);
    mails.done.await();
    reports.end.countDown();
    // Those beyond the first have their turn.
    reports.done.await();
  }
}
