package io.countinghouse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.kernel.BusinessClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The thread that seals goes on, whatever a step ended with. */
@JobTest
class AuditThreadIntegrationTests implements BothProducts {

  @Autowired private ChainTable table;
  @Autowired private Bundles bundles;
  @Autowired private AuditKey key;
  @Autowired private AuditSettings settings;
  @Autowired private BusinessClock clock;
  @Autowired private TransactionTemplate tx;

  @Test
  void anErrorDoesNotEndTheThread() throws Exception {
    CountDownLatch steps = new CountDownLatch(2);
    AuditSealer failing =
        new AuditSealer(table, bundles, key, settings, clock, tx) {
          @Override
          int seal() {
            steps.countDown();
            throw new OutOfMemoryError("as it were");
          }
        };
    assertComes(failing, steps, "a step after the error");
  }

  @Test
  void whatCannotBeWrittenOutDoesNotHoldUpTheSeals() throws Exception {
    CountDownLatch sealed = new CountDownLatch(1);
    AuditSealer failing =
        new AuditSealer(table, bundles, key, settings, clock, tx) {
          @Override
          int writeOut() {
            throw new IllegalStateException("as it were");
          }

          @Override
          int seal() {
            sealed.countDown();
            return 0;
          }
        };
    assertComes(failing, sealed, "sealed all the same");
  }

  private static void assertComes(AuditSealer sealer, CountDownLatch latch, String what)
      throws InterruptedException {
    AuditThread thread = new AuditThread(sealer);
    thread.start();
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).as(what).isTrue();
    } finally {
      thread.stop();
    }
  }
}
