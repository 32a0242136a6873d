package io.countinghouse.marketplace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hand-overs from renewed and replaced agreements to those that follow them (design, "Agreement").
 * What AWS did not name unmistakably, or what does not come within an hour, a person decides.
 */
@Component
public class Successions implements WorkHandler {

  static final String KIND = "marketplace.succession";

  /** After how long without a successor a person must look (design, "Agreement"). */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);
  private static final int CHAIN_MAX = 100;
  private static final int SHOWN_MAX = 200;
  private static final Logger log = LoggerFactory.getLogger(Successions.class);

  private final AgreementTable agreements;
  private final SuccessionTable table;
  private final MessageTable messages;
  private final UntoldEnds ends;
  private final SuccessionWaker waker;
  private final ObjectProvider<SuccessionCheck> checks;
  private final ApplicationEventPublisher events;
  private final AuditTrail audit;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  Successions(
      AgreementTable agreements,
      SuccessionTable table,
      MessageTable messages,
      UntoldEnds ends,
      SuccessionWaker waker,
      ObjectProvider<SuccessionCheck> checks,
      ApplicationEventPublisher events,
      AuditTrail audit,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.agreements = agreements;
    this.table = table;
    this.messages = messages;
    this.ends = ends;
    this.waker = waker;
    this.checks = checks;
    this.events = events;
    this.audit = audit;
    this.tx = tx;
    this.clock = clock;
  }

  /**
   * A hand-over that has not happened.
   *
   * @param since when the agreement was found to be renewed or replaced
   * @param reason why nothing has happened yet
   * @param overdue whether a person must decide
   * @param choices active agreements of the same buyer and product
   */
  public record Open(
      Agreement from, Instant since, String reason, boolean overdue, List<Agreement> choices) {}

  /** What came of a person's decision. */
  public sealed interface Decision {

    /** It is done. */
    record Done() implements Decision {}

    /** It cannot be done, and nothing has changed. */
    record Refused(String reason) implements Decision {}
  }

  private sealed interface Search {
    record Found(AgreementId to) implements Search {}

    record NotYet(String reason) implements Search {}
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    return tx.execute(_ -> handOver(new AgreementId(work.key())));
  }

  private Outcome handOver(AgreementId id) {
    Agreement from = agreements.find(id).orElseThrow();
    if (!isOpen(from)) {
      return new Outcome.Done();
    }
    Decision decision =
        switch (search(from)) {
          case Search.Found(AgreementId to) -> handOver(id, to, Actor.SYSTEM, "AWS said so");
          case Search.NotYet(String reason) -> new Decision.Refused(reason);
        };
    return switch (decision) {
      case Decision.Done() -> new Outcome.Done();
      case Decision.Refused(String reason) -> wait(from, reason);
    };
  }

  private Outcome wait(Agreement from, String reason) {
    Instant patience = table.since(from.id()).orElseThrow().plus(PATIENCE);
    // Looks again also unasked: two workers may each have missed what the other was storing.
    Instant soon = clock.now().plus(LOOK_AGAIN);
    if (clock.now().isBefore(patience)) {
      return new Outcome.Again(soon.isBefore(patience) ? soon : patience);
    }
    log.error("renewed agreement {} has no successor: {}; a person must decide", from.id(), reason);
    return new Outcome.Done();
  }

  private static boolean isOpen(Agreement from) {
    return from.state() == AgreementState.SUCCEEDED && from.successor() == null;
  }

  private Search search(Agreement from) {
    boolean named = table.hasANamedSuccessor(from.id());
    List<AgreementId> found = named ? table.named(from.id()) : table.unnamed(from, renewedAt(from));
    if (found.isEmpty()) {
      return new Search.NotYet(named ? Why.LICENSE_NOT_TOLD.of() : Why.NOTHING_FOLLOWS.of());
    }
    if (found.size() > 1 || (!named && rivals(from) > 1)) {
      return new Search.NotYet(Why.SEVERAL_MAY_FOLLOW.of());
    }
    return new Search.Found(lastOf(found.getFirst()));
  }

  /** When AWS said that it is renewed or replaced. */
  private Instant renewedAt(Agreement from) {
    return messages.factsOf(from.id()).stream()
        .filter(fact -> fact.fact() == Fact.SUCCEEDED)
        .map(Standing.Dated::sentAt)
        .max(Instant::compareTo)
        .orElseGet(clock::now);
  }

  /** Agreements that are held and are about to hand over to this one, as AWS named it. */
  public List<AgreementId> predecessorsOf(AgreementId id) {
    return table.predecessorsOf(id);
  }

  /** How many renewed agreements the same unnamed successor may belong to. */
  private long rivals(Agreement from) {
    String account = from.awsAccountId();
    return account == null
        ? 1
        : table.waitingOf(from.productCode(), account).stream()
            .filter(id -> !table.hasANamedSuccessor(id))
            .count();
  }

  /** Follows agreements that have handed over themselves. */
  private AgreementId lastOf(AgreementId first) {
    AgreementId last = first;
    for (int i = 0; i < CHAIN_MAX; i++) {
      Optional<AgreementId> next = agreements.find(last).map(Agreement::successor);
      if (next.isEmpty()) {
        return last;
      }
      last = next.get();
    }
    throw new IllegalStateException("agreements follow each other in a circle from " + first);
  }

  private Decision handOver(AgreementId fromId, AgreementId toId, Actor actor, String reason) {
    // In one order everywhere.
    Stream.of(fromId, toId)
        .map(AgreementId::value)
        .sorted()
        .forEach(id -> agreements.lock(new AgreementId(id)));
    Agreement from = agreements.find(fromId).orElseThrow();
    Agreement to = agreements.find(toId).orElseThrow();
    Optional<String> objection = objection(from, to);
    if (objection.isPresent()) {
      return new Decision.Refused(objection.get());
    }
    Instant now = clock.now();
    agreements.update(from.followedBy(toId));
    audit.record(
        actor,
        "agreement.handed-over",
        fromId.value(),
        Map.of("to", toId.value(), "reason", reason));
    events.publishEvent(new AgreementSucceeded(from, to, now));
    waker.wake(to, now);
    return new Decision.Done();
  }

  private Optional<String> objection(Agreement from, Agreement to) {
    if (!isOpen(from)) {
      return Optional.of(Why.NOTHING_TO_HAND_OVER.of(from.id()));
    }
    if (from.id().equals(to.id()) || to.state() != AgreementState.ACTIVE) {
      return Optional.of(Why.NOT_ACTIVE.of(to.id()));
    }
    return checks.stream().flatMap(check -> check.objection(from, to).stream()).findFirst();
  }

  /** How many hand-overs have not happened and are for a person to decide. */
  public long overdue() {
    return tx.execute(_ -> table.waitingSince(clock.now().minus(PATIENCE)));
  }

  /** The hand-overs that have not happened, the oldest first. */
  public List<Open> open() {
    return tx.execute(_ ->
        table.waiting(SHOWN_MAX).stream()
            .map(waiting -> open(agreements.find(waiting.id()).orElseThrow(), waiting.since()))
            .toList());
  }

  private Open open(Agreement from, Instant since) {
    List<Agreement> choices = agreements.all(table.choices(from));
    String reason =
        switch (search(from)) {
          case Search.NotYet(String text) -> text;
          case Search.Found(AgreementId to) ->
              objection(from, agreements.find(to).orElseThrow()).orElse(Why.ABOUT_TO_HAPPEN.of());
        };
    boolean overdue = !clock.now().isBefore(since.plus(PATIENCE));
    return new Open(from, since, reason, overdue, choices);
  }

  /** A person says which agreement follows. */
  public Decision decide(AgreementId from, AgreementId to, Actor actor, String reason) {
    return tx.execute(_ ->
        agreements
            .find(from)
            .filter(agreement -> table.choices(agreement).contains(to))
            .map(_ -> handOver(from, to, actor, reason))
            .orElseGet(() -> new Decision.Refused(Why.NO_CHOICE.of(to))));
  }

  /** A person says that nothing follows: the agreement is over, with all that an end means. */
  public Decision end(AgreementId id, Actor actor, String reason) {
    return tx.execute(_ -> {
      Agreement from = agreements.lock(id).orElseThrow();
      if (!isOpen(from)) {
        return new Decision.Refused(Why.NOTHING_TO_HAND_OVER.of(id));
      }
      boolean _ = ends.found(from, Fact.CLOSED, MoveCause.NOTHING_FOLLOWS.alone(), actor, reason);
      return new Decision.Done();
    });
  }
}
