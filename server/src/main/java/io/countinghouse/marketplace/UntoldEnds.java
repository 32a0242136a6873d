package io.countinghouse.marketplace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends of agreements that AWS told nobody of, for messages can be lost (facts, 3.1): a person finds
 * them. What AWS says later counts as after any end: a subscription that is valid begins anew.
 */
@Component
public class UntoldEnds {

  private final AgreementTable agreements;
  private final MessageTable messages;
  private final AgreementLife life;
  private final AuditTrail audit;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  UntoldEnds(
      AgreementTable agreements,
      MessageTable messages,
      AgreementLife life,
      AuditTrail audit,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.agreements = agreements;
    this.messages = messages;
    this.life = life;
    this.audit = audit;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * A person says that an active agreement is over: its last hour is made, and all follows that
   * follows an end.
   *
   * @return false if it is not active (any more); nothing has changed then
   */
  public boolean end(AgreementId id, Actor actor, String reason) {
    return tx.execute(_ -> {
      Agreement agreement = agreements.lock(id).orElseThrow();
      if (agreement.state() != AgreementState.ACTIVE) {
        return false;
      }
      Instant now = clock.now();
      Instant last = messages.factsOf(id).getLast().sentAt();
      messages
          .store(
              agreement.productCode(),
              "found-over:" + id + ":" + now,
              last.isAfter(now) ? last : now,
              now,
              reason)
          .ifPresent(message -> {
            messages.applyOwn(message, id, Fact.FOUND_OVER, now);
            audit.record(actor, "agreement.found-over", id.value(), Map.of("reason", reason));
            Agreement _ = life.settle(agreement, MoveCause.FOUND_OVER.alone());
          });
      return true;
    });
  }
}
