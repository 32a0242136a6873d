package io.countinghouse.marketplace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Cause;
import java.time.Instant;
import java.util.Locale;
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
      boolean over =
          agreement.state() == AgreementState.ACTIVE
              && found(agreement, Fact.FOUND_OVER, MoveCause.FOUND_OVER.alone(), actor, reason);
      if (!over) {
        status.setRollbackOnly();
      }
      return over;
    });
  }

  /**
   * Stores what a person found of a locked agreement, with the reason, as the latest word on it,
   * and moves it to where that leads; in the caller's transaction.
   *
   * @return whether it is over with that
   */
  boolean found(
      Agreement agreement, Fact fact, Cause<MoveCause> cause, Actor actor, String reason) {
    AgreementId id = agreement.id();
    String what = fact.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Instant now = clock.now();
    Instant last = messages.factsOf(id).getLast().sentAt();
    Optional<Long> message =
        messages.store(
            agreement.productCode(),
            what + ":" + id + ":" + now,
            last.isAfter(now) ? last : now,
            now,
            reason);
    if (message.isEmpty()) {
      return false;
    }
    messages.applyOwn(message.get(), id, fact, now);
    audit.record(actor, "agreement." + what, id.value(), Map.of("reason", reason));
    return life.settle(agreement, cause).state() == AgreementState.ENDED;
  }
}
