package io.countinghouse.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.simulation.CrashPoints.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;

/** What died does nothing more, whoever catches its end; what takes over does. */
class CrashPointsTests {

  private final CrashPoints crashes = new CrashPoints();
  private final RecordedTransactions real = new RecordedTransactions();
  private final PlatformTransactionManager wrapped =
      (PlatformTransactionManager) crashes.postProcessAfterInitialization(real, "transactions");

  @BeforeEach
  void work() {
    crashes.working("some.work");
  }

  @Test
  void whatDiedBeginsNothingUntilAnotherTakesOver() {
    crashes.arm(Point.AFTER_COMMIT, "some.work", 0);

    assertThatThrownBy(() -> wrapped.commit(wrapped.getTransaction(null)))
        .isInstanceOf(SimulatedCrash.class);
    assertThatThrownBy(() -> wrapped.getTransaction(null)).isInstanceOf(SimulatedCrash.class);
    assertThat(real.done).containsExactly("begin", "commit");

    crashes.takenOver();
    wrapped.commit(wrapped.getTransaction(null));
    assertThat(real.done).containsExactly("begin", "commit", "begin", "commit");
  }

  @Test
  void whatWasBegunBeforeItDiedIsNotCommitted() {
    TransactionStatus begun = wrapped.getTransaction(null);
    crashes.arm(Point.AFTER_COMMIT, "some.work", 0);

    assertThatThrownBy(() -> wrapped.commit(wrapped.getTransaction(null)))
        .isInstanceOf(SimulatedCrash.class);
    assertThatThrownBy(() -> wrapped.commit(begun))
        .isInstanceOf(SimulatedCrash.class)
        .hasMessage("the server dies after commit in some.work");
    assertThat(real.done).containsExactly("begin", "begin", "commit", "rollback");
  }

  @Test
  void aCrashBeforeACommitLeavesNothing() {
    crashes.arm(Point.BEFORE_COMMIT, "", 0);

    assertThatThrownBy(() -> wrapped.commit(wrapped.getTransaction(null)))
        .isInstanceOf(SimulatedCrash.class);
    assertThat(real.done).containsExactly("begin", "rollback");
  }

  private static final class RecordedTransactions implements PlatformTransactionManager {

    private final List<String> done = new ArrayList<>();

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
      done.add("begin");
      return new SimpleTransactionStatus(true);
    }

    @Override
    public void commit(TransactionStatus status) {
      done.add("commit");
    }

    @Override
    public void rollback(TransactionStatus status) {
      done.add("rollback");
    }
  }
}
