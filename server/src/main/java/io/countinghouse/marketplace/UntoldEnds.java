package io.countinghouse.marketplace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
   * @return false if it is not active (any more), or AWS told of a start to come; nothing has
   *     changed then
   */
  public boolean end(AgreementId id, Actor actor, String reason) {
    return tx.execute(status -> {
      Agreement agreement = agreements.lock(id).orElseThrow();
      boolean over = agreement.state() == AgreementState.ACTIVE && isOver(agreement, actor, reason);
      if (!over) {
        status.setRollbackOnly();
      }
      return over;
    });
  }

  /** Whether it is over with that; what AWS told of a start to come is not overruled. */
  private boolean isOver(Agreement agreement, Actor actor, String reason) {
    AgreementId id = agreement.id();
    Instant now = clock.now();
    Instant last = messages.factsOf(id).getLast().sentAt();
    Optional<Long> message =
        messages.store(
            agreement.productCode(),
            "found-over:" + id + ":" + now,
            last.isAfter(now) ? last : now,
            now,
            reason);
    if (message.isEmpty()) {
      return false;
    }
    messages.applyOwn(message.get(), id, Fact.FOUND_OVER, now);
    audit.record(actor, "agreement.found-over", id.value(), Map.of("reason", reason));
    return life.settle(agreement, MoveCause.FOUND_OVER.alone()).state() == AgreementState.ENDED;
  }
}
