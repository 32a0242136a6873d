package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.locking.Admission.Standing;
import io.countinghouse.locking.Admission.Verdict;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;

class PromptAdmissionsTests {

  private static final Admission OPEN = new Admission(null, Standing.OPEN, Verdict.ALLOW);
  private static final byte[] HASH = new byte[32];

  @Test
  void whileNothingIsAnsweredOnlySoMuchIsAskedAndAllIsRefusedInTime() {
    CountDownLatch frozen = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    PromptAdmissions admissions =
        new PromptAdmissions(
            _ -> {
              asked.incrementAndGet();
              await(frozen);
              return OPEN;
            },
            Duration.ofSeconds(1));
    AtomicInteger refused = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3 * PromptAdmissions.ASKED_MAX; i++) {
        threads.execute(() -> {
          assertThatThrownBy(() -> admissions.of(HASH)).isInstanceOf(QueryTimeoutException.class);
          refused.incrementAndGet();
        });
      }
    }
    assertThat(refused).hasValue(3 * PromptAdmissions.ASKED_MAX);
    // Those that have begun late ask all the same.
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> asked.get() >= PromptAdmissions.ASKED_MAX);
    assertThat(asked).hasValue(PromptAdmissions.ASKED_MAX);
    frozen.countDown();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreException(QueryTimeoutException.class)
        .until(() -> admissions.of(HASH).equals(OPEN));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFailureOfTheDatabaseIsToldAsItIs() {
    DataAccessResourceFailureException away = new DataAccessResourceFailureException("away");
    PromptAdmissions admissions =
        new PromptAdmissions(
            _ -> {
              throw away;
            },
            Duration.ofSeconds(30));
    for (int i = 0; i <= PromptAdmissions.ASKED_MAX; i++) {
      assertThatThrownBy(() -> admissions.of(HASH)).isSameAs(away);
    }
  }
}
