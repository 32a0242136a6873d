package awssimulator.queue;

import awssimulator.queue.Notification.State;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;

/** The notifications as rows; every method joins the open transaction. */
@Component
class NotificationRows {
  private static final String CHOSEN =
      """
      WHERE (:product IS NULL OR product_code = :product)
        AND (:agreement IS NULL OR agreement_id = :agreement)
        AND (:kind IS NULL OR kind = :kind) AND (:state IS NULL OR state = :state)
      """;

  private final Database database;

  /**
   * A row with what only this package needs.
   *
   * @param body what lies on the queue; null until published
   */
  record Row(Notification notification, String sqsId, String queue, @Nullable String body) {
    long id() {
      return notification.id();
    }
  }

  NotificationRows(Database database) {
    this.database = database;
  }

  /** Stores a new row; the id in the given notification does not count. */
  long insert(Row row, int again) {
    KeyHolder key = new GeneratedKeyHolder();
    database
        .sql()
        .sql(
            """
            INSERT INTO notification (sqs_id, message_id, product_code, agreement_id, kind, queue,
              message, body, state, occurred_at, published_at, due_at, sent_at, again, copy_of,
              rule_id, sent_no)
            VALUES (:sqs, :message_id, :product, :agreement, :kind, :queue,
              :message, :body, :state, :occurred, :published, :due, :sent, :again, :copy_of,
              :rule, CASE WHEN :state = 'SENT'
                THEN (SELECT coalesce(max(sent_no), 0) + 1 FROM notification) END)
            """)
        .paramSource(values(row, again))
        .update(key);
    Number id = key.getKey();
    if (id == null) {
      throw new IllegalStateException("the notification got no number");
    }
    return id.longValue();
  }

  private static MapSqlParameterSource values(Row row, int again) {
    Notification n = row.notification();
    return new MapSqlParameterSource()
        .addValue("sqs", row.sqsId())
        .addValue("message_id", n.messageId())
        .addValue("product", n.productCode())
        .addValue("agreement", n.agreementId())
        .addValue("kind", n.kind())
        .addValue("queue", row.queue())
        .addValue("message", n.message())
        .addValue("body", row.body())
        .addValue("state", n.state().name())
        .addValue("occurred", n.occurredAt().toEpochMilli())
        .addValue("published", Rows.millis(n.publishedAt()))
        .addValue("due", Rows.millis(n.dueAt()))
        .addValue("sent", Rows.millis(n.sentAt()))
        .addValue("again", again)
        .addValue("copy_of", n.copyOf())
        .addValue("rule", n.ruleId());
  }

  Optional<Row> find(long id) {
    return database
        .sql()
        .sql("SELECT * FROM notification WHERE seq = :id")
        .param("id", id)
        .query((row, _) -> row(row))
        .optional();
  }

  /** Those the filter means, newest first, below that id if one is given. */
  List<Notification> list(NotificationFilter filter, @Nullable Long before, int limit) {
    return database
        .sql()
        .sql(
            "SELECT * FROM notification "
                + CHOSEN
                + " AND (:before IS NULL OR seq < :before) ORDER BY seq DESC LIMIT :limit")
        .paramSource(chosen(filter).addValue("before", before).addValue("limit", limit))
        .query((row, _) -> row(row).notification())
        .list();
  }

  /** Those the filter means, in the order they were written. */
  List<Row> chosenBy(NotificationFilter filter) {
    return database
        .sql()
        .sql("SELECT * FROM notification " + CHOSEN + " ORDER BY seq")
        .paramSource(chosen(filter))
        .query((row, _) -> row(row))
        .list();
  }

  private static MapSqlParameterSource chosen(NotificationFilter filter) {
    return new MapSqlParameterSource()
        .addValue("product", filter.productCode())
        .addValue("agreement", filter.agreementId())
        .addValue("kind", filter.kind())
        .addValue("state", filter.state() == null ? null : filter.state().name());
  }

  /** An agreement's that were not published yet, up to one, in the order they were written. */
  List<Row> unpublishedUntil(String agreementId, long last) {
    return database
        .sql()
        .sql(
            "SELECT * FROM notification WHERE agreement_id = :agreement AND body IS NULL AND seq <= :last ORDER BY seq")
        .param("agreement", agreementId)
        .param("last", last)
        .query((row, _) -> row(row))
        .list();
  }

  /** What that rule holds, in the order it was written. */
  List<Row> heldBy(long ruleId) {
    return database
        .sql()
        .sql("SELECT * FROM notification WHERE rule_id = :rule AND state = 'HELD' ORDER BY seq")
        .param("rule", ruleId)
        .query((row, _) -> row(row))
        .list();
  }

  /** The delayed ones due at or before that moment, the earliest first. */
  List<Row> dueBy(Instant moment) {
    return database
        .sql()
        .sql(
            """
            SELECT * FROM notification WHERE state = 'DELAYED' AND due_at <= :moment
            ORDER BY due_at, seq
            """)
        .param("moment", moment.toEpochMilli())
        .query((row, _) -> row(row))
        .list();
  }

  Optional<Instant> nextDue() {
    return database
        .sql()
        .sql(
            """
            SELECT due_at FROM notification WHERE state = 'DELAYED' ORDER BY due_at LIMIT 1
            """)
        .query((row, _) -> Rows.instant(row, "due_at"))
        .optional();
  }

  /** When the agreement's last notification was published. */
  Optional<Instant> lastPublished(String agreementId) {
    return database
        .sql()
        .sql(
            """
            SELECT max(published_at) AS last FROM notification
            WHERE agreement_id = :agreement AND published_at IS NOT NULL
            HAVING last IS NOT NULL
            """)
        .param("agreement", agreementId)
        .query((row, _) -> Rows.instant(row, "last"))
        .optional();
  }

  void publish(long id, String body, Instant publishedAt) {
    database
        .sql()
        .sql("UPDATE notification SET body = :body, published_at = :at WHERE seq = :id")
        .param("body", body)
        .param("at", publishedAt.toEpochMilli())
        .param("id", id)
        .update();
  }

  void sent(long id, String queue, Instant sentAt) {
    database
        .sql()
        .sql(
            """
            UPDATE notification SET state = 'SENT', queue = :queue, sent_at = :at, due_at = NULL,
              sent_no = (SELECT coalesce(max(sent_no), 0) + 1 FROM notification)
            WHERE seq = :id
            """)
        .param("queue", queue)
        .param("at", sentAt.toEpochMilli())
        .param("id", id)
        .update();
  }

  void moved(long id, State state, @Nullable Instant dueAt) {
    database
        .sql()
        .sql("UPDATE notification SET state = :state, due_at = :due WHERE seq = :id")
        .param("state", state.name())
        .param("due", Rows.millis(dueAt))
        .param("id", id)
        .update();
  }

  /** Lets it come that many more times after it was deleted. */
  void again(long id, int more) {
    database
        .sql()
        .sql("UPDATE notification SET again = again + :more WHERE seq = :id")
        .param("more", more)
        .param("id", id)
        .update();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new Notification(
            row.getLong("seq"),
            Rows.text(row, "message_id"),
            Rows.text(row, "product_code"),
            row.getString("agreement_id"),
            Rows.text(row, "kind"),
            Rows.text(row, "message"),
            State.valueOf(Rows.text(row, "state")),
            Rows.instant(row, "occurred_at"),
            Rows.instantOrNull(row, "published_at"),
            Rows.instantOrNull(row, "due_at"),
            Rows.instantOrNull(row, "sent_at"),
            number(row, "copy_of"),
            number(row, "rule_id")),
        Rows.text(row, "sqs_id"),
        Rows.text(row, "queue"),
        row.getString("body"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
