package io.countinghouse.webhook;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.webhook.WebhookDelivery.NoAnswer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code webhook.event}, {@code webhook.delivery} and {@code webhook.attempt}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class DeliveryTable {

  private final JdbcClient jdbc;

  DeliveryTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An event as it is stored: what is sent is made. */
  record Stored(
      String id, long sequence, WebhookType type, String subject, Instant at, String payload) {}

  /** A delivery that is to be tried. */
  record Due(long id, String eventId, int attempts, String payload) {}

  /** A try: with a status, or with why there was no answer. */
  record Attempt(
      Instant at,
      @Nullable Integer status,
      @Nullable NoAnswer noAnswer,
      String said,
      long millis) {}

  /** Numbers for so many events, rising. */
  List<Long> sequences(int count) {
    return jdbc.sql(
            "SELECT nextval('webhook.event_sequence') AS no FROM generate_series(1, :count) ORDER BY no")
        .param("count", count)
        .query((rs, _) -> rs.getLong("no"))
        .list();
  }

  void insert(List<Stored> events) {
    jdbc.sql(
            """
            INSERT INTO webhook.event (id, sequence, type, subject, happened_at, payload)
            SELECT n.id, n.sequence, n.type, n.subject, CAST(n.at AS timestamptz), n.payload
              FROM unnest(CAST(:ids AS text[]), CAST(:sequences AS bigint[]), CAST(:types AS text[]),
                          CAST(:subjects AS text[]), CAST(:ats AS text[]), CAST(:payloads AS text[]))
                   AS n (id, sequence, type, subject, at, payload)\
            """)
        .param("ids", texts(events, Stored::id))
        .param("sequences", events.stream().map(Stored::sequence).toArray(Long[]::new))
        .param("types", texts(events, it -> it.type().id()))
        .param("subjects", texts(events, Stored::subject))
        .param("ats", texts(events, it -> it.at().toString()))
        .param("payloads", texts(events, Stored::payload))
        .update();
  }

  private static String[] texts(List<Stored> events, Function<Stored, String> column) {
    return events.stream().map(column).toArray(String[]::new);
  }

  /**
   * Puts deliveries to an endpoint.
   *
   * @param due when they are due; empty for given up from the start
   */
  void put(String endpoint, List<Stored> events, @Nullable Instant due) {
    jdbc.sql(
            """
            INSERT INTO webhook.delivery (endpoint_id, event_id, state, due_at)
            SELECT :endpoint, n.id, :state, CAST(:due AS timestamptz)
              FROM unnest(CAST(:ids AS text[])) WITH ORDINALITY AS n (id, position)
             ORDER BY n.position
            ON CONFLICT (endpoint_id, event_id) DO NOTHING\
            """)
        .param("endpoint", endpoint)
        .param("ids", texts(events, Stored::id))
        .param("state", due == null ? "FAILED" : "DUE")
        .param("due", due == null ? null : due.toString())
        .update();
  }

  /** The first due deliveries to an endpoint. */
  List<Due> due(String endpoint, Instant now, int limit) {
    return jdbc.sql(
            """
            SELECT d.id, d.event_id, d.attempts, e.payload
              FROM webhook.delivery d JOIN webhook.event e ON e.id = d.event_id
             WHERE d.endpoint_id = :endpoint AND d.state = 'DUE' AND d.due_at <= :now
             ORDER BY d.due_at, d.id LIMIT :limit\
            """)
        .param("endpoint", endpoint)
        .param("now", SqlTime.utc(now))
        .param("limit", limit)
        .query((rs, _) ->
            new Due(
                rs.getLong("id"),
                rs.getString("event_id"),
                rs.getInt("attempts"),
                rs.getString("payload")))
        .list();
  }

  /** When the next one is due; empty without any. */
  Optional<Instant> nextDue(String endpoint) {
    return jdbc.sql(
            "SELECT min(due_at) AS at FROM webhook.delivery WHERE endpoint_id = :endpoint AND state = 'DUE'")
        .param("endpoint", endpoint)
        .query((rs, _) -> SqlTime.optional(rs, "at"))
        .single();
  }

  void attempted(long delivery, Attempt attempt) {
    jdbc.sql(
            """
            INSERT INTO webhook.attempt (delivery_id, at, status, no_answer, said, millis)
            VALUES (:delivery, :at, CAST(:status AS integer), :noAnswer, :said, :millis)\
            """)
        .param("delivery", delivery)
        .param("at", SqlTime.utc(attempt.at()))
        .param("status", attempt.status())
        .param("noAnswer", attempt.noAnswer() == null ? null : attempt.noAnswer().name())
        .param("said", attempt.said())
        .param("millis", attempt.millis())
        .update();
  }

  void delivered(long delivery) {
    jdbc.sql(
            """
            UPDATE webhook.delivery SET state = 'DELIVERED', due_at = NULL, attempts = attempts + 1
             WHERE id = :id AND state = 'DUE'\
            """)
        .param("id", delivery)
        .update();
  }

  /**
   * @param again when it is to be tried again; empty for never
   */
  void failed(long delivery, @Nullable Instant again) {
    jdbc.sql(
            """
            UPDATE webhook.delivery
               SET state = CASE WHEN CAST(:again AS timestamptz) IS NULL THEN 'FAILED' ELSE 'DUE' END,
                   due_at = CAST(:again AS timestamptz), attempts = attempts + 1
             WHERE id = :id AND state = 'DUE'\
            """)
        .param("id", delivery)
        .param("again", again == null ? null : again.toString())
        .update();
  }

  /** Gives up what is due to an endpoint that is disabled. */
  void giveUp(String endpoint) {
    jdbc.sql(
            """
            UPDATE webhook.delivery SET state = 'FAILED', due_at = NULL
             WHERE endpoint_id = :endpoint AND state = 'DUE'\
            """)
        .param("endpoint", endpoint)
        .update();
  }

  /**
   * Makes deliveries due again.
   *
   * @param delivery one of the endpoint's; empty for all that failed
   * @return how many
   */
  int replay(String endpoint, @Nullable Long delivery, Instant now) {
    return jdbc.sql(
            """
            UPDATE webhook.delivery SET state = 'DUE', due_at = :now, attempts = 0, let_go = false
             WHERE endpoint_id = :endpoint
               AND CASE WHEN CAST(:delivery AS bigint) IS NULL THEN state = 'FAILED'
                        ELSE id = CAST(:delivery AS bigint) AND state <> 'DUE' END\
            """)
        .param("endpoint", endpoint)
        .param("delivery", delivery)
        .param("now", SqlTime.utc(now))
        .update();
  }

  /** Drops events of before an instant that wait for nothing, with their log. */
  int drop(Instant before, int limit) {
    List<String> gone =
        jdbc.sql(
                """
                SELECT e.id FROM webhook.event e
                 WHERE e.happened_at < :before
                   AND NOT EXISTS (SELECT 1 FROM webhook.delivery d
                                    WHERE d.event_id = e.id AND d.state = 'DUE')
                 ORDER BY e.happened_at LIMIT :limit\
                """)
            .param("before", SqlTime.utc(before))
            .param("limit", limit)
            .query((rs, _) -> rs.getString("id"))
            .list();
    String[] ids = gone.toArray(String[]::new);
    jdbc.sql("DELETE FROM webhook.delivery WHERE event_id = ANY (:ids)").param("ids", ids).update();
    jdbc.sql("DELETE FROM webhook.event WHERE id = ANY (:ids)").param("ids", ids).update();
    return ids.length;
  }

  /** The newest deliveries to an endpoint with the last try of each. */
  List<WebhookDelivery> newest(String endpoint, long before, int limit) {
    return jdbc.sql(
            """
            SELECT d.id, d.event_id, d.state, d.due_at, e.type, e.subject, e.happened_at, e.payload,
                   a.at, a.status, a.no_answer, a.said, a.millis,
                   (SELECT count(*) FROM webhook.attempt c WHERE c.delivery_id = d.id) AS attempts
              FROM webhook.delivery d JOIN webhook.event e ON e.id = d.event_id
              LEFT JOIN LATERAL (SELECT * FROM webhook.attempt l WHERE l.delivery_id = d.id
                                  ORDER BY l.id DESC LIMIT 1) a ON true
             WHERE d.endpoint_id = :endpoint AND d.id < :before ORDER BY d.id DESC LIMIT :limit\
            """)
        .param("endpoint", endpoint)
        .param("before", before)
        .param("limit", limit)
        .query(DeliveryTable::delivery)
        .list();
  }

  private static WebhookDelivery delivery(ResultSet rs, int row) throws SQLException {
    return new WebhookDelivery(
        rs.getLong("id"),
        rs.getString("event_id"),
        rs.getString("type"),
        rs.getString("subject"),
        SqlTime.instant(rs, "happened_at"),
        WebhookDelivery.State.valueOf(rs.getString("state")),
        SqlTime.optional(rs, "due_at").orElse(null),
        rs.getInt("attempts"),
        SqlTime.optional(rs, "at").orElse(null),
        rs.getObject("status", Integer.class),
        Optional.ofNullable(rs.getString("no_answer")).map(NoAnswer::valueOf).orElse(null),
        rs.getString("said"),
        rs.getString("payload"));
  }
}
