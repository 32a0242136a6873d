package io.countinghouse.outbox;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.TestClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.IllegalTransactionStateException;

@JobTest
class OutboxNeedsATransactionIntegrationTests implements BothProducts {

  @Autowired private Outbox outbox;

  @Test
  void workWithoutACauseIsRefused() {
    assertThatExceptionOfType(IllegalTransactionStateException.class)
        .isThrownBy(() -> outbox.put(Work.of("job", "a", TestClock.START)));
  }
}
