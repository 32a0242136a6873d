package io.countinghouse.marketplace;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.marketplace.MessageApplier.Applied;
import io.countinghouse.marketplace.MessageDirectory.State;
import io.countinghouse.marketplace.NotificationReader.Reading;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes notifications: stores each raw, before anything else, then applies it as work of its own.
 */
@Component
public class Inbox implements WorkHandler, ApplicationRunner {

  private static final Logger log = LoggerFactory.getLogger(Inbox.class);
  private static final String KIND = "marketplace.apply-message";

  /** What another configuration or a newer version of ours may understand. */
  private static final Set<Why> OURS =
      EnumSet.of(
          Why.UNKNOWN_PRODUCT,
          Why.OTHER_MODEL,
          Why.UNKNOWN_ACTION,
          Why.UNKNOWN_SOURCE,
          Why.UNKNOWN_EVENT,
          Why.UNKNOWN_STATUS);

  private final MessageTable messages;
  private final MessageApplier applier;
  private final NotificationReader reader;
  private final Outbox outbox;
  private final ParkedMessages parked;
  private final AgreementTable agreements;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  Inbox(
      MessageTable messages,
      MessageApplier applier,
      NotificationReader reader,
      Outbox outbox,
      ParkedMessages parked,
      AgreementTable agreements,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.messages = messages;
    this.applier = applier;
    this.reader = reader;
    this.outbox = outbox;
    this.parked = parked;
    this.agreements = agreements;
    this.tx = tx;
    this.clock = clock;
  }

  /**
   * Fails while messages cannot be stored: whoever reads a queue asks first, for what is taken from
   * it too often without being stored becomes a dead letter.
   */
  public void requireStore() {
    tx.executeWithoutResult(_ -> messages.requireTable());
  }

  /**
   * Stores a message; once this has returned, its queue may forget it. The same key again stores
   * nothing.
   *
   * @param dedupKey what its sender calls it
   * @param sentAt its sender's time
   * @param body as received, of any form
   */
  public void store(Product product, String dedupKey, Instant sentAt, String body) {
    tx.executeWithoutResult(_ -> {
      Instant now = clock.now();
      messages
          .store(product.code(), dedupKey, sentAt, now, body)
          .ifPresent(id -> outbox.put(work(id, now)));
    });
  }

  /** Reads what this server did not understand once more: AWS does not send it again. */
  @Override
  public void run(ApplicationArguments args) {
    tx.executeWithoutResult(_ -> {
      Instant now = clock.now();
      outbox.putAll(parked.readAgain(OURS).stream().map(id -> work(id, now)).toList());
    });
  }

  /** The work that reads a stored message. */
  static Work work(long message, Instant now) {
    return Work.of(KIND, Long.toString(message), now);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    long id = Long.parseLong(work.key());
    try {
      tx.executeWithoutResult(_ -> apply(id));
    } catch (DataIntegrityViolationException e) {
      // The database refuses what it would lead to: a person must look, and no attempt will help.
      log.error("message {} cannot be applied", id, e);
      parkRefused(id, Why.CONTRADICTS.of(String.valueOf(e.getMessage())));
    }
    return new Outcome.Done();
  }

  private void apply(long id) {
    MessageTable.Stored message = messages.lock(id).orElseThrow();
    if (message.state() != State.STORED) {
      return;
    }
    switch (reader.read(message.body())) {
      case Reading.NotUnderstood(String reason) -> park(message, reason, null);
      case Reading.NeedsAPerson(String what, String aws) ->
          park(message, Why.NEEDS_A_PERSON.of(what), aws);
      case Reading.Noted(String what, String aws) -> setAside(id, State.NOTED, what, aws);
      case Understood said -> applyFact(message, said);
    }
  }

  /** An advisory and its resolution may be applied at the same moment: one sees the other. */
  private void setAside(long id, State state, String reason, @Nullable String awsAgreementId) {
    if (awsAgreementId == null) {
      messages.setAside(id, state, reason, null);
      return;
    }
    agreements.lockAwsAgreement(awsAgreementId);
    messages.setAside(id, state, reason, awsAgreementId);
    parked.resolveAdvisories(awsAgreementId, clock.now());
  }

  private void applyFact(MessageTable.Stored message, Understood said) {
    switch (applier.apply(message.id(), said)) {
      case Applied.Done() -> log.debug("message {} is applied", message.id());
      case Applied.Waiting(String reason) -> messages.keepWaiting(message.id(), said, reason);
      case Applied.Parked(String reason) -> park(message, said, reason);
    }
  }

  private void parkRefused(long id, String reason) {
    try {
      tx.executeWithoutResult(_ -> parkWhole(id, reason));
    } catch (DataIntegrityViolationException e) {
      // What it says is itself what the database cannot hold.
      log.debug("message {} cannot be parked with what it says", id, e);
      tx.executeWithoutResult(_ -> park(messages.lock(id).orElseThrow(), reason, null));
    }
  }

  /** With what it says, so that it still applies if what it lacked comes. */
  private void parkWhole(long id, String reason) {
    MessageTable.Stored message = messages.lock(id).orElseThrow();
    if (reader.read(message.body()) instanceof Understood said) {
      park(message, said, reason);
    } else {
      park(message, reason, null);
    }
  }

  private void park(MessageTable.Stored message, Understood said, String reason) {
    needsPeople(message, reason);
    messages.park(message.id(), said, reason);
  }

  private void park(MessageTable.Stored message, String reason, @Nullable String awsAgreementId) {
    needsPeople(message, reason);
    setAside(message.id(), State.PARKED, reason, awsAgreementId);
  }

  private void needsPeople(MessageTable.Stored message, String reason) {
    log.error("message {} is parked: {}", message.id(), reason);
    if (!reason.equals(message.reason())) {
      parked.reopen(message.id());
    }
  }
}
