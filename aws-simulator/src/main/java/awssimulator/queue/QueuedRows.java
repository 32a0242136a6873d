package awssimulator.queue;

import awssimulator.queue.Notification.State;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.util.List;
import org.springframework.stereotype.Component;

/** The notifications as they lie on the queues; every method joins the open transaction. */
@Component
class QueuedRows {
  private final Database database;

  /** A row to put on a queue. */
  record Parcel(String sqsId, String queue, String body) {}

  /** What it means that a message left a queue. */
  enum Removal {
    /** It was deleted, and comes once more. */
    COMES_AGAIN,
    /** It was deleted for good. */
    DELETED,
    /** It lies in another queue by now. */
    ELSEWHERE
  }

  QueuedRows(Database database) {
    this.database = database;
  }

  /** A message came to a queue; says whether the queue is another than the one it lay in. */
  boolean moved(String sqsId, String queue, State state) {
    int moved =
        database
            .sql()
            .sql(
                """
                UPDATE notification SET state = :state, queue = :queue,
                  sent_no = (SELECT coalesce(max(sent_no), 0) + 1 FROM notification)
                WHERE sqs_id = :id AND queue <> :queue
                """)
            .param("state", state.name())
            .param("queue", queue)
            .param("id", sqsId)
            .update();
    return moved > 0;
  }

  /** A message left that queue: deleted by a consumer, or moved to another. */
  Removal deleted(String queue, String sqsId) {
    String from = "WHERE sqs_id = :id AND queue = :queue AND state ";
    int again =
        database
            .sql()
            .sql("UPDATE notification SET again = again - 1 " + from + "= 'SENT' AND again > 0")
            .param("id", sqsId)
            .param("queue", queue)
            .update();
    if (again > 0) {
      return Removal.COMES_AGAIN;
    }
    int deleted =
        database
            .sql()
            .sql("UPDATE notification SET state = 'DELETED' " + from + "IN ('SENT', 'DEAD')")
            .param("id", sqsId)
            .param("queue", queue)
            .update();
    return deleted > 0 ? Removal.DELETED : Removal.ELSEWHERE;
  }

  List<String> sentIds() {
    return database
        .sql()
        .sql("SELECT sqs_id FROM notification WHERE state = 'SENT'")
        .query((row, _) -> Rows.text(row, "sqs_id"))
        .list();
  }

  /** What the queues should hold, dead letters included, in the order of sending. */
  List<Parcel> parcels() {
    return database
        .sql()
        .sql(
            """
            SELECT sqs_id, queue, body FROM notification
            WHERE state IN ('SENT', 'DEAD') ORDER BY sent_no
            """)
        .query((row, _) ->
            new Parcel(Rows.text(row, "sqs_id"), Rows.text(row, "queue"), Rows.text(row, "body")))
        .list();
  }
}
