package awssimulator.market;

import awssimulator.clock.BusinessClock;
import awssimulator.events.LegacyMessage;
import awssimulator.queue.SentByHand;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A held subscribe-success makes its agreement active, by whichever way it is sent (facts §2.3).
 */
@Component
final class Confirmations {
  private final AgreementRows rows;
  private final BusinessClock clock;

  Confirmations(AgreementRows rows, BusinessClock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @EventListener
  void on(SentByHand sent) {
    String agreementId = sent.notification().agreementId();
    if (agreementId != null
        && sent.notification().kind().equals(LegacyMessage.SUBSCRIBE_SUCCESS.action())) {
      rows.find(agreementId)
          .filter(Agreement::holding)
          .ifPresent(it -> rows.update(it.with(it.life().confirmed(clock.instant()))));
    }
  }
}
