package io.countinghouse.console;

import io.countinghouse.identity.Operators;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.MessageDirectory;
import io.countinghouse.marketplace.Successions;
import io.countinghouse.wallet.Proposals;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** What needs a person. */
@Service
class OperatorTasks {

  private static final int SHOWN_MAX = 50;

  private final Successions successions;
  private final MessageDirectory messages;
  private final OperatorAlarms alarms;
  private final OperatorUsage usage;
  private final Proposals proposals;
  private final Operators operators;
  private final OperatorRows rows;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  OperatorTasks(
      Successions successions,
      MessageDirectory messages,
      OperatorAlarms alarms,
      OperatorUsage usage,
      Proposals proposals,
      Operators operators,
      OperatorRows rows,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.successions = successions;
    this.messages = messages;
    this.alarms = alarms;
    this.usage = usage;
    this.proposals = proposals;
    this.operators = operators;
    this.rows = rows;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * What is open now.
   *
   * @param alarms what is wrong now
   * @param successions renewed agreements that nothing has followed for too long
   * @param ends ends of agreements whose licence AWS never told
   * @param parked whether messages are parked
   * @param usage what there is lately of usage that nobody is charged for
   * @param proposals whether money that one operator entered waits for a second one
   * @param operators whether an operator that one added waits for a second one
   */
  record Open(
      List<OperatorAlarms.Row> alarms,
      List<OperatorRows.SuccessionRow> successions,
      List<OperatorRows.MessageRow> ends,
      boolean parked,
      OperatorUsage.News usage,
      boolean proposals,
      boolean operators) {

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
      return alarms.isEmpty()
          && successions.isEmpty()
          && ends.isEmpty()
          && !parked
          && !usage.unknown()
          && !usage.unpriced()
          && !proposals
          && !operators;
    }
  }

  Open open(Language language) {
    List<OperatorRows.SuccessionRow> overdue =
        successions.open().stream()
            .filter(Successions.Open::overdue)
            .map(it -> rows.of(it, language))
            .toList();
    return tx.execute(_ ->
        new Open(
            alarms.all(language),
            overdue,
            rows.messages(messages.endsWithoutALicence(clock.now(), SHOWN_MAX), language),
            messages.parked() > 0,
            usage.news(),
            !proposals.open(1).isEmpty(),
            operators.anyWaiting()));
  }
}
