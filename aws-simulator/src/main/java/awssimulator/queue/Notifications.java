package awssimulator.queue;

import awssimulator.clock.BusinessClock;
import awssimulator.queue.Notification.State;
import awssimulator.queue.NotificationRows.Row;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The notifications from their cause to the queue. Written in the transaction of their cause; put
 * on the queue by {@link NotificationSender} after it; kept until the queue shows them deleted.
 */
@Component
public final class Notifications {
  private final Database database;
  private final NotificationRows rows;
  private final Underway underway;
  private final NotificationRules rules;
  private final BusinessClock clock;
  private final SimulatorSettings settings;

  Notifications(
      Database database,
      NotificationRows rows,
      Underway underway,
      NotificationRules rules,
      BusinessClock clock,
      SimulatorSettings settings) {
    this.database = database;
    this.rows = rows;
    this.underway = underway;
    this.rules = rules;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Writes a notification of an agreement in the open transaction. Unless it is held, it is
   * published now and the rules decide what becomes of it.
   *
   * @param kind the action of a legacy notification, the detail-type of an event
   * @param message its JSON; an EventBridge event is delivered as it is, with the time it says
   * @param held whether it waits for {@link #release}; an SNS envelope then says the time of
   *     release, since it is published only then
   */
  public void write(
      ProductSettings product, String agreementId, String kind, String message, boolean held) {
    Instant now = clock.instant();
    String id = Bodies.messageId(product, message);
    if (held) {
      insert(product, blank(product, agreementId, id, kind, message, now, State.HELD), null, 0);
      return;
    }
    Instant publishedAt = publishingTime(agreementId);
    String body = Bodies.of(product, kind, id, publishedAt, message);
    Notification published =
        blank(product, agreementId, id, kind, message, now, State.SENT).publishedAt(publishedAt);
    Optional<NotificationRules.Kept> judge = rules.judge(product.code(), agreementId, kind);
    if (judge.isPresent()) {
      follow(judge.get(), product, published, body);
    } else {
      insert(product, published.sentAt(publishedAt), body, 0);
    }
  }

  private void follow(
      NotificationRules.Kept kept, ProductSettings product, Notification published, String body) {
    NotificationRule rule = kept.rule();
    Instant now = published.occurredAt();
    Notification ruled = published.ruledBy(kept.id());
    switch (rule.action()) {
      case HOLD -> insert(product, ruled.waiting(State.HELD, null), body, 0);
      case LOSE -> insert(product, ruled.waiting(State.LOST, null), body, 0);
      case DELAY -> insert(product, ruled.waiting(State.DELAYED, now.plus(rule.delay())), body, 0);
      case REDELIVER -> insert(product, ruled.sentAt(now), body, rule.copies());
      case DUPLICATE -> {
        long first = insert(product, ruled.sentAt(now), body, 0);
        for (int i = 0; i < rule.copies(); i++) {
          insert(product, ruled.sentAt(now).copyOf(first), body, 0);
        }
      }
      case REORDER -> {
        insert(product, ruled.waiting(State.HELD, null), body, 0);
        List<Row> group = rows.heldBy(kept.id());
        if (group.size() >= rule.group()) {
          Shuffle.of(group, rule.seed() + kept.hits()).forEach(this::send);
        }
      }
    }
  }

  private static Notification blank(
      ProductSettings product,
      @Nullable String agreementId,
      String messageId,
      String kind,
      String message,
      Instant occurredAt,
      State state) {
    return new Notification(
        0,
        messageId,
        product.code(),
        agreementId,
        kind,
        message,
        state,
        occurredAt,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * Writes any message for a product's queue in the open transaction; no rule is asked.
   *
   * @param raw whether it is delivered without an SNS envelope; null for the product's way
   * @param messageId the SNS message id, or null for a new one
   * @param publishedAt the envelope's time, or null for now
   * @return the message id
   */
  public String writeAny(
      ProductSettings product,
      String message,
      @Nullable Boolean raw,
      @Nullable String messageId,
      @Nullable Instant publishedAt) {
    String id = messageId == null ? Bodies.messageId(product, message) : messageId;
    Instant now = clock.instant();
    Instant at = publishedAt == null ? now : publishedAt;
    String kind = Bodies.kind(message);
    boolean wrapped = raw == null ? Bodies.wrapped(product) : !raw;
    String body = wrapped ? SnsEnvelope.wrap(product, kind, id, at, message) : message;
    Notification n = blank(product, null, id, kind, message, now, State.SENT);
    insert(product, n.publishedAt(at).sentAt(now), body, 0);
    return id;
  }

  /** Sends the held notifications of an agreement, in their order; says how many. */
  public int release(ProductSettings product, String agreementId) {
    List<Row> held =
        rows.chosenBy(new NotificationFilter(product.code(), agreementId, null, null)).stream()
            .filter(row -> row.notification().waits())
            .filter(row -> row.notification().state() != State.LOST)
            .toList();
    held.forEach(this::send);
    return held.size();
  }

  /**
   * Sends a waiting notification in the open transaction, published now if it was not before, after
   * those of its agreement that happened before it: in whatever order they are released, their
   * times tell what came first.
   */
  void send(Row row) {
    String agreement = row.notification().agreementId();
    if (agreement == null || row.body() != null) {
      sent(row, clock.instant());
      return;
    }
    Instant at = clock.instant();
    for (Row held : rows.unpublishedUntil(agreement, row.id())) {
      at = publishingTime(agreement);
      publish(held, at);
    }
    sent(row, at);
  }

  private void publish(Row row, Instant at) {
    Notification n = row.notification();
    ProductSettings product = settings.product(n.productCode()).orElseThrow();
    rows.publish(row.id(), Bodies.of(product, n.kind(), n.messageId(), at, n.message()), at);
  }

  /** To its product's queue, also if it was deleted as a dead letter. */
  private void sent(Row row, Instant at) {
    underway.expect(row.sqsId());
    ProductSettings product = settings.product(row.notification().productCode()).orElseThrow();
    rows.sent(row.id(), product.queue(), at);
  }

  /** Puts a copy of a notification that was sent on its queue, under the same message id. */
  void sendCopy(Row row) {
    ProductSettings product = settings.product(row.notification().productCode()).orElseThrow();
    Notification copy = row.notification().copyOf(row.id()).sentAt(clock.instant());
    insert(product, copy, row.body(), 0);
  }

  /** Lets a notification that was sent come again under the same SQS id, after it is deleted. */
  void sendAgain(Row row, int times) {
    if (row.notification().state() == State.DELETED) {
      sent(row, clock.instant());
      rows.again(row.id(), times - 1);
    } else {
      rows.again(row.id(), times);
    }
  }

  /**
   * Now, or a millisecond after the agreement's last notification if that is later: a reader that
   * orders by the envelope's time sees them in the order they happened, also while the clock
   * stands.
   */
  private Instant publishingTime(String agreementId) {
    Instant now = clock.instant();
    return rows.lastPublished(agreementId)
        .map(last -> last.plusMillis(1))
        .filter(next -> next.isAfter(now))
        .orElse(now);
  }

  private long insert(ProductSettings product, Notification n, @Nullable String body, int again) {
    String sqsId = UUID.randomUUID().toString();
    if (n.state() == State.SENT) {
      underway.expect(sqsId);
    }
    return rows.insert(new Row(n, sqsId, product.queue(), body), again);
  }

  /** Those the filter means, newest first, below that id if one is given. */
  public List<Notification> list(NotificationFilter filter, @Nullable Long before, int limit) {
    return database.transact(() -> rows.list(filter, before, limit));
  }
}
