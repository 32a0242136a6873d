package io.countinghouse.outbox;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.ServerTest;
import io.countinghouse.TestClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.IllegalTransactionStateException;

@ServerTest
class OutboxNeedsATransactionIntegrationTests {

  @Autowired private Outbox outbox;

  @Test
  void workWithoutACauseIsRefused() {
    assertThatExceptionOfType(IllegalTransactionStateException.class)
        .isThrownBy(() -> outbox.put(Work.of("job", "a", TestClock.START)));
  }
}
