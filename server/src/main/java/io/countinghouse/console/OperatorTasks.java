package io.countinghouse.console;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.MessageDirectory;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** What needs a person. */
@Service
class OperatorTasks {

  private static final int SHOWN_MAX = 50;

  private final MessageDirectory messages;
  private final OperatorRows rows;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  OperatorTasks(
      MessageDirectory messages, OperatorRows rows, BusinessClock clock, TransactionTemplate tx) {
    this.messages = messages;
    this.rows = rows;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * What is open now.
   *
   * @param ends ends of agreements whose licence AWS never told
   * @param parked whether messages are parked
   */
  record Open(List<OperatorRows.MessageRow> ends, boolean parked) {

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
      return ends.isEmpty() && !parked;
    }
  }

  Open open(Language language) {
    return tx.execute(_ ->
        new Open(
            messages.endsWithoutALicence(clock.now(), SHOWN_MAX).stream()
                .map(it -> rows.of(it, language))
                .toList(),
            !messages.newest(MessageDirectory.State.PARKED, Long.MAX_VALUE, 1).isEmpty()));
  }
}
