package io.countinghouse.marketplace;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.marketplace.NotificationReader.Reading;
import io.countinghouse.marketplace.NotificationReader.Reading.NotUnderstood;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes notifications: stores each raw, before anything else, then applies it as work of its own.
 */
@Component
public class Inbox implements WorkHandler {

  private static final Logger log = LoggerFactory.getLogger(Inbox.class);
  private static final String KIND = "marketplace.apply-message";

  private final MessageTable messages;
  private final AgreementLife life;
  private final NotificationReader reader;
  private final Products products;
  private final Outbox outbox;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  Inbox(
      MessageTable messages,
      AgreementLife life,
      NotificationReader reader,
      Products products,
      Outbox outbox,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.messages = messages;
    this.life = life;
    this.reader = reader;
    this.products = products;
    this.outbox = outbox;
    this.tx = tx;
    this.clock = clock;
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
          .ifPresent(id -> outbox.put(Work.of(KIND, Long.toString(id), now)));
    });
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
      tx.executeWithoutResult(
          _ -> park(id, null, "it contradicts what is stored: " + e.getMessage()));
    }
    return new Outcome.Done();
  }

  private void apply(long id) {
    MessageTable.Stored message = messages.lock(id).orElseThrow();
    if (!message.state().equals("STORED")) {
      return;
    }
    Reading reading = reader.read(message.body());
    switch (reading) {
      case NotUnderstood(String reason) -> park(id, null, reason);
      case Understood said -> applyFact(id, said);
    }
  }

  private void applyFact(long id, Understood said) {
    if (products.ofCode(said.productCode()).isEmpty()) {
      park(id, said, "unknown product " + said.productCode());
    } else if (!life.apply(id, said)) {
      park(id, said, "unknown customer " + said.customerIdentifier());
    }
  }

  private void park(long id, @Nullable Understood said, String reason) {
    log.error("message {} is parked: {}", id, reason);
    messages.park(id, said, reason);
  }

  /**
   * Parked messages for operators, newest first.
   *
   * @param before the id of the last one seen; {@link Long#MAX_VALUE} for the first page
   */
  public List<ParkedMessage> parked(long before, int limit) {
    return tx.execute(_ -> messages.parked(before, limit));
  }
}
