package io.countinghouse.locking;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;

/**
 * Admissions that come promptly or not at all: a database that is away or frozen answers after half
 * a minute or never, while a proxy waits for a moment. What is asked then is left behind; no more
 * of it than {@link #ASKED_MAX}.
 */
final class PromptAdmissions {

  /** More than the database has connections for, so that it is never short of questions. */
  static final int ASKED_MAX = 64;

  private final Function<byte[], Admission> admissions;
  private final Duration within;
  private final Semaphore free = new Semaphore(ASKED_MAX);

  /**
   * @param admissions the admission for a token's hash, as the database has it
   */
  PromptAdmissions(Function<byte[], Admission> admissions, Duration within) {
    this.admissions = admissions;
    this.within = within;
  }

  /**
   * The admission for a token's hash.
   *
   * @throws DataAccessException as the database does; a {@link QueryTimeoutException} when it does
   *     not answer in time
   */
  Admission of(byte[] tokenHash) {
    long end = System.nanoTime() + within.toNanos();
    try {
      if (!free.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
        throw late();
      }
      FutureTask<Admission> answer = new FutureTask<>(() -> asked(tokenHash));
      start(answer);
      return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw late();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw late();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DataAccessException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void start(FutureTask<Admission> answer) {
    try {
      Thread _ = Thread.ofVirtual().name("admission").start(answer);
    } catch (Throwable e) {
      // Nobody else will, such as for want of memory.
      free.release();
      throw e;
    }
  }

  private Admission asked(byte[] tokenHash) {
    try {
      return admissions.apply(tokenHash);
    } finally {
      free.release();
    }
  }

  private QueryTimeoutException late() {
    return new QueryTimeoutException("the database did not answer within " + within);
  }
}
