package awssimulator.queue;

import awssimulator.clock.BusinessClock;
import awssimulator.clock.Deliveries;
import awssimulator.clock.Signals;
import awssimulator.queue.Notification.State;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The notifications as rows. Written in the transaction of their cause; put on the queue by {@link
 * NotificationSender} after it; kept until the queue shows them deleted.
 */
@Component
public final class Notifications implements QueueListener, Deliveries {
  private final Database database;
  private final BusinessClock clock;
  private final Signals signals;
  private final SimulatorSettings settings;
  private final Set<String> undelivered = ConcurrentHashMap.newKeySet();

  /** A row to put on a queue. */
  record Parcel(String sqsId, String queue, String body) {}

  Notifications(
      Database database, BusinessClock clock, Signals signals, SimulatorSettings settings) {
    this.database = database;
    this.clock = clock;
    this.signals = signals;
    this.settings = settings;
    undelivered.addAll(
        database.transact(() ->
            database
                .sql()
                .sql("SELECT sqs_id FROM notification WHERE state = 'SENT'")
                .query(String.class)
                .list()));
  }

  /**
   * Writes a notification of an agreement in the open transaction, held or to be sent at once.
   *
   * @param kind the action of a legacy message, or the detail-type of an event
   * @param message the legacy message, or the whole event, which is delivered as it is
   */
  public void write(
      ProductSettings product, String agreementId, String kind, String message, boolean held) {
    String snsId = UUID.randomUUID().toString();
    if (held) {
      insert(product, agreementId, snsId, message, null, null);
    } else {
      Instant sentAt = sendingTime(agreementId);
      insert(product, agreementId, snsId, message, body(product, snsId, sentAt, message), sentAt);
    }
  }

  private static String body(
      ProductSettings product, String snsId, Instant sentAt, String message) {
    return product.concurrent() || product.delivery() == ProductSettings.Delivery.RAW
        ? message
        : SnsEnvelope.wrap(product, snsId, sentAt, message);
  }

  /**
   * Writes any message for a product's queue in the open transaction.
   *
   * @param raw whether it is delivered without an SNS envelope
   * @param snsId the SNS message id, or null for a new one
   * @param sentAt the envelope's time, or null for now
   * @return the SNS message id
   */
  public String writeAny(
      ProductSettings product,
      String message,
      boolean raw,
      @Nullable String snsId,
      @Nullable Instant sentAt) {
    String id = snsId == null ? UUID.randomUUID().toString() : snsId;
    Instant at = sentAt == null ? clock.instant() : sentAt;
    String body = raw ? message : SnsEnvelope.wrap(product, id, at, message);
    insert(product, null, id, message, body, at);
    return id;
  }

  /** Sends the held notifications of an agreement, in their order; says how many. */
  public int release(ProductSettings product, String agreementId) {
    List<Long> held =
        database
            .sql()
            .sql(
                """
                SELECT seq FROM notification WHERE agreement_id = :agreement AND state = 'HELD'
                ORDER BY seq
                """)
            .param("agreement", agreementId)
            .query((row, _) -> row.getLong("seq"))
            .list();
    for (long seq : held) {
      releaseOne(product, agreementId, seq);
    }
    return held.size();
  }

  private void releaseOne(ProductSettings product, String agreementId, long seq) {
    Instant sentAt = sendingTime(agreementId);
    record Held(String snsId, String message, String sqsId) {}
    Held held =
        database
            .sql()
            .sql("SELECT sns_id, message, sqs_id FROM notification WHERE seq = :seq")
            .param("seq", seq)
            .query((row, _) ->
                new Held(
                    Rows.text(row, "sns_id"), Rows.text(row, "message"), Rows.text(row, "sqs_id")))
            .single();
    expect(held.sqsId());
    database
        .sql()
        .sql(
            """
            UPDATE notification SET state = 'SENT', body = :body, sent_at = :sent
            WHERE seq = :seq
            """)
        .param("body", body(product, held.snsId(), sentAt, held.message()))
        .param("sent", sentAt.toEpochMilli())
        .param("seq", seq)
        .update();
  }

  /**
   * Now, or a millisecond after the agreement's last notification if that is later: a reader that
   * orders by the envelope's time sees them in the order they happened, also while the clock
   * stands.
   */
  private Instant sendingTime(String agreementId) {
    Instant now = clock.instant();
    return database
        .sql()
        .sql(
            """
            SELECT max(sent_at) AS last FROM notification
            WHERE agreement_id = :agreement AND sent_at IS NOT NULL
            HAVING last IS NOT NULL
            """)
        .param("agreement", agreementId)
        .query((row, _) -> Rows.instant(row, "last").plusMillis(1))
        .optional()
        .filter(next -> next.isAfter(now))
        .orElse(now);
  }

  private void insert(
      ProductSettings product,
      @Nullable String agreementId,
      String snsId,
      String message,
      @Nullable String body,
      @Nullable Instant sentAt) {
    String sqsId = UUID.randomUUID().toString();
    State state = body == null ? State.HELD : State.SENT;
    if (state == State.SENT) {
      expect(sqsId);
    }
    database
        .sql()
        .sql(
            """
            INSERT INTO notification
              (sqs_id, sns_id, product_code, agreement_id, queue, message, body, state, sent_at)
            VALUES (:sqs, :sns, :product, :agreement, :queue, :message, :body, :state, :sent)
            """)
        .param("sqs", sqsId)
        .param("sns", snsId)
        .param("product", product.code())
        .param("agreement", agreementId)
        .param("queue", product.queue())
        .param("message", message)
        .param("body", body)
        .param("state", state.name())
        .param("sent", Rows.millis(sentAt))
        .update();
  }

  /**
   * Counts a message as undelivered, before the commit: an advance must not see a moment in which
   * the row exists unnoticed. A rollback takes it back.
   */
  private void expect(String sqsId) {
    undelivered.add(sqsId);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            if (status == STATUS_ROLLED_BACK) {
              undelivered.remove(sqsId);
            }
          }
        });
  }

  /** What the queues should hold, dead letters included, in the order of writing. */
  List<Parcel> parcels() {
    return database.transact(() ->
        database
            .sql()
            .sql(
                """
                SELECT sqs_id, queue, body FROM notification
                WHERE state IN ('SENT', 'DEAD') ORDER BY seq
                """)
            .query((row, _) ->
                new Parcel(
                    Rows.text(row, "sqs_id"), Rows.text(row, "queue"), Rows.text(row, "body")))
            .list());
  }

  @Override
  public void added(String queue, String sqsId) {
    boolean dead = settings.allProducts().stream().anyMatch(p -> p.deadLetterQueue().equals(queue));
    if (dead) {
      database.run(() -> move(sqsId, queue));
      undelivered.remove(sqsId);
      signals.changed();
    }
  }

  private void move(String sqsId, String queue) {
    database
        .sql()
        .sql("UPDATE notification SET state = 'DEAD', queue = :queue WHERE sqs_id = :id")
        .param("queue", queue)
        .param("id", sqsId)
        .update();
  }

  @Override
  public void removed(String queue, String sqsId) {
    // Only from the queue it lies in: a dead letter leaves its first queue as well.
    database.run(() ->
        database
            .sql()
            .sql(
                """
                UPDATE notification SET state = 'DELETED'
                WHERE sqs_id = :id AND queue = :queue
                """)
            .param("id", sqsId)
            .param("queue", queue)
            .update());
    undelivered.remove(sqsId);
    signals.changed();
  }

  @Override
  public Set<String> undelivered() {
    return Set.copyOf(undelivered);
  }

  /** The latest notifications, newest first. */
  public List<Notification> latest(int limit) {
    return database.transact(() ->
        database
            .sql()
            .sql(
                """
                SELECT sns_id, product_code, agreement_id, message, state, sent_at
                FROM notification ORDER BY seq DESC LIMIT :limit
                """)
            .param("limit", limit)
            .query((row, _) ->
                new Notification(
                    Rows.text(row, "sns_id"),
                    Rows.text(row, "product_code"),
                    row.getString("agreement_id"),
                    Rows.text(row, "message"),
                    State.valueOf(Rows.text(row, "state")),
                    Rows.instantOrNull(row, "sent_at")))
            .list());
  }
}
