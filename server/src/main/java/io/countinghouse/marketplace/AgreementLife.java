package io.countinghouse.marketplace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Cause;
import io.countinghouse.marketplace.Standing.Dated;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
  private final ParkedMessages parked;
  private final Products products;
  private final SuccessionWaker successions;
  private final Outbox outbox;
  private final ApplicationEventPublisher events;
  private final AuditTrail audit;
  private final BusinessClock clock;

  AgreementLife(
      AgreementTable agreements,
      MessageTable messages,
      ParkedMessages parked,
      Products products,
      SuccessionWaker successions,
      Outbox outbox,
      ApplicationEventPublisher events,
      AuditTrail audit,
      BusinessClock clock) {
    this.agreements = agreements;
    this.messages = messages;
    this.parked = parked;
    this.products = products;
    this.successions = successions;
    this.outbox = outbox;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
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
      switch (key) {
        case AgreementKey.Customer customer -> {
          if (messages.applyParked(made.id(), customer, now) > 0) {
            settle(made, MoveCause.EARLIER_MESSAGES.alone());
          }
        }
        case AgreementKey.License(LicenseArn arn) ->
            outbox.putAll(
                parked.readAgainAbout(arn.id()).stream().map(it -> Inbox.work(it, now)).toList());
      }
    }
  }

  /**
   * An agreement moved to where it stands.
   *
   * @param nextChange when it moves on by itself
   */
  record Settled(Agreement agreement, @Nullable Instant nextChange) {}

  /**
   * Moves a locked agreement to where its messages and the clock say it stands, and keeps as work
   * what follows from that.
   *
   * @param cause what told us
   * @return the agreement as it stands
   */
  Agreement settle(Agreement agreement, Cause<MoveCause> cause) {
    Settled settled = move(agreement, cause);
    if (settled.nextChange() != null) {
      outbox.put(Work.of(DeadlineHandler.KIND, agreement.id().value(), settled.nextChange()));
    }
    successions.wake(settled.agreement(), clock.now());
    return settled.agreement();
  }

  /** Moves a locked agreement to where its messages and the clock say it stands. */
  Settled move(Agreement agreement, Cause<MoveCause> cause) {
    Instant now = clock.now();
    Product product = products.get(agreement.productCode());
    List<Dated> facts = messages.factsOf(agreement.id());
    Standing standing = Standing.of(facts, product.finalWindow(), now);
    Agreement current = known(agreement, facts, standing);
    for (AgreementState next : path(current.state(), standing.state())) {
      current = move(current, next, standing, now, cause);
    }
    // Where there is no way to what the messages say (a failure told late), the row keeps its
    // times.
    if (current.state() == standing.state()) {
      Instant known = current.endingSince();
      current = stored(current, towards(current, current.state(), standing));
      Instant ending = current.endingSince();
      if (current.state() == AgreementState.ENDING
          && known != null
          && ending != null
          && !ending.equals(known)) {
        events.publishEvent(new EndMoved(current, known));
      }
    }
    if (current.state() == AgreementState.ACTIVE
        && standing.state() == AgreementState.PENDING
        && standing.nextChange() != null) {
      current = stored(current, towards(current, current.state(), standing.startingLater()));
    }
    return new Settled(current, standing.nextChange());
  }

  /** The agreement with what its messages tell of account and terms. */
  private Agreement known(Agreement agreement, List<Dated> facts, Standing standing) {
    Agreement known =
        agreement.on(AcceptedTerms.of(agreement.terms(), facts, standing.awsAgreementId()));
    if (known.awsAccountId() == null) {
      String account = AcceptedTerms.accountOf(facts);
      known = account == null ? known : known.ofAccount(account);
    }
    return stored(agreement, known);
  }

  private Agreement stored(Agreement before, Agreement after) {
    return after.equals(before) ? before : agreements.update(after);
  }

  /**
   * The moves from one state to another; a state may be skipped, the final flush (ENDING) may not.
   */
  static List<AgreementState> path(AgreementState from, AgreementState to) {
    if (from == to) {
      return List.of();
    }
    boolean undoesTheEnd =
        from == AgreementState.ENDED
            && (to == AgreementState.ENDING || to == AgreementState.SUCCEEDED);
    if (from.mayMoveTo(to) && !undoesTheEnd) {
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
      Agreement from, AgreementState to, Standing standing, Instant now, Cause<MoveCause> cause) {
    if (!from.state().mayMoveTo(to)) {
      throw new IllegalStateException(
          "agreement %s cannot move from %s to %s".formatted(from.id(), from.state(), to));
    }
    Agreement moved = agreements.update(towards(from, to, standing));
    agreements.storeMove(from.id(), from.state(), to, now, cause);
    audit.record(
        Actor.SYSTEM,
        "agreement.moved",
        from.id().value(),
        Map.of("from", from.state().name(), "to", to.name(), "cause", cause.stored()));
    events.publishEvent(new AgreementMoved(from, moved, now, cause));
    // A listener may have written the row (a refused record): go on from what it is now.
    return agreements.lock(from.id()).orElseThrow();
  }

  private static Agreement towards(Agreement agreement, AgreementState state, Standing standing) {
    boolean over = state == AgreementState.ENDING || state == AgreementState.ENDED;
    // One that goes on after all hands over anew when its time comes.
    boolean mayHaveASuccessor = state == AgreementState.SUCCEEDED || state == AgreementState.ENDED;
    return new Agreement(
        agreement.id(),
        agreement.productCode(),
        agreement.key(),
        agreement.awsAccountId(),
        agreement.terms(),
        state,
        periodOf(agreement, standing),
        over ? standing.endingSince() : null,
        state == AgreementState.ENDED ? standing.endedAt() : null,
        mayHaveASuccessor ? agreement.successor() : null,
        agreement.version());
  }

  /**
   * When the period began. An older message that comes after the end moves it no more: what the end
   * settled is known by it.
   */
  private static @Nullable Instant periodOf(Agreement agreement, Standing standing) {
    Instant told = standing.periodStartedAt();
    Instant ended = agreement.endingSince();
    boolean settled = ended != null && agreement.periodStartedAt() != null;
    return told == null || (settled && !told.isAfter(ended)) ? agreement.periodStartedAt() : told;
  }
}
