package io.countinghouse.metering;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All that is kept of one record, for people to look at; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class RecordDetails {

  private final JdbcClient jdbc;

  RecordDetails(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A workspace's part of a record's quantity. */
  public record Part(WorkspaceId workspace, String site, long quantity) {}

  /**
   * A call that a record went out with.
   *
   * @param request its body, with up to 24 other records
   * @param outcome in a word; empty while the answer is not stored
   * @param error AWS's name for it
   * @param response AWS's answer, or what our own client said
   */
  public record Call(
      long id,
      Instant sentAt,
      String request,
      @Nullable String outcome,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable String response,
      @Nullable Instant answeredAt) {}

  /**
   * What a record has besides what every list shows.
   *
   * @param version rises with every change
   * @param wire its exact bytes
   * @param untagged why it goes out without its allocations; empty if it does not
   * @param unanswered whether AWS may have it although no answer came
   * @param nextAttemptAt when it is tried again; empty if it is not
   * @param decidedBy the operator who decided about it; empty if none did
   * @param decision what the operator said
   */
  public record Detail(
      MeteringRecord record,
      long version,
      String wire,
      int attempts,
      @Nullable String untagged,
      boolean unanswered,
      @Nullable Instant nextAttemptAt,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      @Nullable String decision) {}

  /** A record; empty if there is none of that id. */
  public Optional<Detail> find(String id) {
    return jdbc.sql(
            """
            SELECT id, agreement_id, product_code, dimension, hour, stamp, quantity, amount, currency, state, reason,
                   resolution, metering_record_id, made_at, answered_at, version, wire, attempts, untagged, unanswered,
                   next_attempt_at, decided_by, decided_at, decision
              FROM metering.record WHERE id = :id\
            """)
        .param("id", id)
        .query((rs, row) ->
            new Detail(
                MeteringRecords.record(rs, row),
                rs.getLong("version"),
                rs.getString("wire"),
                rs.getInt("attempts"),
                rs.getString("untagged"),
                rs.getBoolean("unanswered"),
                SqlTime.optional(rs, "next_attempt_at").orElse(null),
                rs.getString("decided_by"),
                SqlTime.optional(rs, "decided_at").orElse(null),
                rs.getString("decision")))
        .optional();
  }

  /** How a record's quantity is split, the largest part first. */
  public List<Part> partsOf(String record) {
    return jdbc.sql(
            """
            SELECT workspace_id, site, quantity FROM metering.allocation
             WHERE record_id = :record ORDER BY quantity DESC, workspace_id\
            """)
        .param("record", record)
        .query((rs, _) ->
            new Part(
                new WorkspaceId(rs.getString("workspace_id")),
                rs.getString("site"),
                rs.getLong("quantity")))
        .list();
  }

  /** The calls that a record went out with, the latest first. */
  public List<Call> callsOf(String record, int limit) {
    return jdbc.sql(
            """
            SELECT c.id, c.sent_at, c.request, c.outcome, c.http_status, c.error, c.response, c.answered_at
              FROM metering.record_call r JOIN metering.call c ON c.id = r.call_id
             WHERE r.record_id = :record ORDER BY c.id DESC LIMIT :limit\
            """)
        .param("record", record)
        .param("limit", limit)
        .query((rs, _) ->
            new Call(
                rs.getLong("id"),
                SqlTime.instant(rs, "sent_at"),
                rs.getString("request"),
                rs.getString("outcome"),
                rs.getObject("http_status", Integer.class),
                rs.getString("error"),
                rs.getString("response"),
                SqlTime.optional(rs, "answered_at").orElse(null)))
        .list();
  }
}
