package io.countinghouse.marketplace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.marketplace.MessageTable.Terms;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves agreements to where their messages say they stand, a move at a time, each in the caller's
 * transaction.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class AgreementLife {

  private final AgreementTable agreements;
  private final MessageTable messages;
  private final Products products;
  private final Outbox outbox;
  private final ApplicationEventPublisher events;
  private final AuditTrail audit;
  private final BusinessClock clock;

  AgreementLife(
      AgreementTable agreements,
      MessageTable messages,
      Products products,
      Outbox outbox,
      ApplicationEventPublisher events,
      AuditTrail audit,
      BusinessClock clock) {
    this.agreements = agreements;
    this.messages = messages;
    this.products = products;
    this.outbox = outbox;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /** Applies a stored message; false if it speaks of a customer that we do not know. */
  boolean apply(long message, Understood said) {
    AgreementKey key = new AgreementKey.Customer(said.productCode(), said.customerIdentifier());
    agreements.lockKey(key);
    if (said.fact() == Fact.SUBSCRIBED) {
      make(said.productCode(), key);
    }
    Optional<Agreement> known = agreements.lock(key);
    known.ifPresent(agreement -> {
      messages.apply(message, agreement.id(), said, clock.now());
      settle(agreement, "message " + message + ": " + said.fact());
    });
    return known.isPresent();
  }

  /** The agreement of a key under its row lock, made if nobody spoke of it before. */
  Agreement lockOrMake(String productCode, AgreementKey key) {
    agreements.lockKey(key);
    make(productCode, key);
    return agreements.lock(key).orElseThrow();
  }

  private void make(String productCode, AgreementKey key) {
    Instant now = clock.now();
    if (agreements.make(AgreementId.next(), productCode, key, now)) {
      Agreement made = agreements.lock(key).orElseThrow();
      if (messages.unpark(made.id(), key, now) > 0) {
        settle(made, "messages that came before the customer was known");
      }
    }
  }

  /**
   * Moves a locked agreement to where its messages and the clock say it stands.
   *
   * @param cause what told us, for people
   * @return the agreement as it stands
   */
  Agreement settle(Agreement agreement, String cause) {
    Instant now = clock.now();
    Product product = products.get(agreement.productCode());
    Standing standing = Standing.of(messages.factsOf(agreement.id()), product.finalWindow(), now);
    Terms terms = messages.termsOf(agreement.id());
    Agreement current = agreement;
    for (AgreementState next : path(agreement.state(), standing.state())) {
      current = move(current, next, standing, terms, now, cause);
    }
    // Where there is no way to what the messages say (a failure told late), the row keeps its
    // times.
    if (current.state() == standing.state()) {
      Agreement settled = towards(current, current.state(), standing, terms);
      current = settled.equals(current) ? current : agreements.update(settled);
    }
    Instant ending = current.endingSince();
    if (current.state() == AgreementState.ENDING
        && ending != null
        && !ending.equals(agreement.endingSince())) {
      outbox.put(
          Work.of(DeadlineHandler.KIND, current.id().value(), ending.plus(product.finalWindow())));
    }
    return current;
  }

  /**
   * The moves from one state to another; a state may be skipped, the final flush (ENDING) may not.
   */
  static List<AgreementState> path(AgreementState from, AgreementState to) {
    if (from == to) {
      return List.of();
    }
    if (from.mayMoveTo(to) && !(from == AgreementState.ENDED && to == AgreementState.ENDING)) {
      return List.of(to);
    }
    return switch (to) {
      case PENDING, FAILED -> List.of();
      case ACTIVE -> List.of(AgreementState.ACTIVE);
      case ENDING -> List.of(AgreementState.ACTIVE, AgreementState.ENDING);
      case ENDED -> List.of(AgreementState.ENDING, AgreementState.ENDED);
      case SUCCEEDED -> List.of(AgreementState.ACTIVE, AgreementState.SUCCEEDED);
    };
  }

  private Agreement move(
      Agreement from,
      AgreementState to,
      Standing standing,
      Terms terms,
      Instant now,
      String cause) {
    if (!from.state().mayMoveTo(to)) {
      throw new IllegalStateException(
          "agreement %s cannot move from %s to %s".formatted(from.id(), from.state(), to));
    }
    Agreement moved = agreements.update(towards(from, to, standing, terms));
    agreements.storeMove(from.id(), from.state(), to, now, cause);
    audit.record(
        Actor.SYSTEM,
        "agreement.moved",
        from.id().value(),
        Map.of("from", from.state().name(), "to", to.name(), "cause", cause));
    events.publishEvent(new AgreementMoved(from, moved, now, cause));
    // A listener may have written the row (a refused record): go on from what it is now.
    return agreements.lock(from.id()).orElseThrow();
  }

  private static Agreement towards(
      Agreement agreement, AgreementState state, Standing standing, Terms terms) {
    boolean over = state == AgreementState.ENDING || state == AgreementState.ENDED;
    return new Agreement(
        agreement.id(),
        agreement.productCode(),
        agreement.key(),
        agreement.awsAccountId(),
        new Agreement.Terms(
            agreement.terms().awsAgreementId(),
            terms.offerId() == null ? agreement.terms().offerId() : terms.offerId(),
            terms.freeTrial() == null ? agreement.terms().freeTrial() : terms.freeTrial(),
            agreement.terms().startsAt(),
            agreement.terms().endsAt()),
        state,
        standing.periodStartedAt(),
        over ? standing.endingSince() : null,
        state == AgreementState.ENDED ? standing.endedAt() : null,
        agreement.successor(),
        agreement.version());
  }
}
