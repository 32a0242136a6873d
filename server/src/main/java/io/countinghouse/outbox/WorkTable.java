package io.countinghouse.outbox;

import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code outbox.work}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class WorkTable {

  private static final TypeReference<HashMap<String, String>> PAYLOAD = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  WorkTable(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A row that this worker has a lease on. */
  record Claimed(long id, long version, int attempts, Work work) {}

  /** Puts works of different kinds or keys, in the order of these. */
  void put(Collection<Work> works) {
    List<Work> sorted =
        works.stream().sorted(Comparator.comparing(Work::kind).thenComparing(Work::key)).toList();
    jdbc.sql(
            """
            INSERT INTO outbox.work AS w (kind, key, payload, due_at, created_at)
            SELECT n.kind, n.key, CAST(n.payload AS jsonb), CAST(n.due_at AS timestamptz), clock_timestamp()
              FROM unnest(CAST(:kinds AS text[]), CAST(:keys AS text[]), CAST(:payloads AS text[]),
                          CAST(:dues AS text[])) WITH ORDINALITY AS n (kind, key, payload, due_at, position)
             ORDER BY n.position
            ON CONFLICT (kind, key) DO UPDATE
               SET due_at = CASE WHEN w.state = 'PARKED' THEN excluded.due_at ELSE least(w.due_at, excluded.due_at) END,
                   failing_since = CASE WHEN w.state = 'PARKED' THEN NULL ELSE w.failing_since END,
                   state = 'DUE', attempts = 0, version = w.version + 1\
            """)
        .param("kinds", texts(sorted, Work::kind))
        .param("keys", texts(sorted, Work::key))
        .param("payloads", texts(sorted, work -> json.writeValueAsString(work.payload())))
        .param("dues", texts(sorted, work -> work.dueAt().toString()))
        .update();
  }

  private static String[] texts(List<Work> works, Function<Work, String> column) {
    return works.stream().map(column).toArray(String[]::new);
  }

  /** Claims the earliest due rows nobody has a lease on. */
  List<Claimed> claim(Instant now, Duration lease, int limit) {
    return claim(now, lease, limit, Set.of(), false);
  }

  /**
   * The same of some kinds alone.
   *
   * @param only whether of these kinds, or of all others
   */
  List<Claimed> claim(Instant now, Duration lease, int limit, Set<String> kinds, boolean only) {
    return jdbc.sql(
            """
            WITH due AS (
              SELECT id FROM outbox.work
               WHERE state = 'DUE' AND due_at <= :now AND (lease_until IS NULL OR lease_until < clock_timestamp())
                 AND (kind = ANY (:kinds)) = :only
               ORDER BY due_at, id LIMIT :limit FOR UPDATE SKIP LOCKED)
            UPDATE outbox.work w
               SET lease_until = clock_timestamp() + CAST(:lease AS interval), attempts = attempts + 1
              FROM due WHERE w.id = due.id
            RETURNING w.id, w.version, w.attempts, w.kind, w.key, w.payload::text AS payload, w.due_at\
            """)
        .param("now", SqlTime.utc(now))
        .param("lease", lease.toString())
        .param("limit", limit)
        .param("kinds", kinds.toArray(String[]::new))
        .param("only", only)
        .query(this::claimed)
        .list();
  }

  /**
   * Ends done work, unless it was put again meanwhile: then it only becomes free.
   *
   * @return whether it ended by this
   */
  boolean done(Claimed claimed) {
    int gone =
        jdbc.sql("DELETE FROM outbox.work WHERE id = :id AND version = :version")
            .param("id", claimed.id())
            .param("version", claimed.version())
            .update();
    if (gone == 0) {
      release(claimed.id());
    }
    return gone == 1;
  }

  /** Makes work due again at a time; put again meanwhile, it keeps the earlier one. */
  void again(Claimed claimed, Instant dueAt) {
    jdbc.sql(
            """
            UPDATE outbox.work
               SET lease_until = NULL, attempts = 0, failing_since = NULL,
                   due_at = CASE WHEN version = :version THEN :dueAt ELSE least(due_at, :dueAt) END
             WHERE id = :id\
            """)
        .param("id", claimed.id())
        .param("version", claimed.version())
        .param("dueAt", SqlTime.utc(dueAt))
        .update();
  }

  /** Makes failed work due again at a time; put again meanwhile, it keeps the earlier one. */
  void failed(Claimed claimed, Instant retryAt, String error) {
    jdbc.sql(
            """
            UPDATE outbox.work
               SET lease_until = NULL, last_error = :error, failing_since = coalesce(failing_since, due_at),
                   due_at = CASE WHEN version = :version THEN :retryAt ELSE least(due_at, :retryAt) END
             WHERE id = :id\
            """)
        .param("id", claimed.id())
        .param("version", claimed.version())
        .param("retryAt", SqlTime.utc(retryAt))
        .param("error", error)
        .update();
  }

  /** Parks work, unless it was put again meanwhile: then it only becomes free. */
  void park(Claimed claimed, String reason) {
    int parked =
        jdbc.sql(
                "UPDATE outbox.work SET lease_until = NULL, state = 'PARKED', last_error = :reason"
                    + " WHERE id = :id AND version = :version")
            .param("id", claimed.id())
            .param("version", claimed.version())
            .param("reason", reason)
            .update();
    if (parked == 0) {
      release(claimed.id());
    }
  }

  /** Keeps a lease while the work goes on. */
  void renew(Claimed claimed, Duration lease) {
    jdbc.sql(
            "UPDATE outbox.work SET lease_until = clock_timestamp() + CAST(:lease AS interval)"
                + " WHERE id = :id AND lease_until IS NOT NULL")
        .param("id", claimed.id())
        .param("lease", lease.toString())
        .update();
  }

  private void release(long id) {
    jdbc.sql(
            "UPDATE outbox.work SET lease_until = NULL, attempts = 0, failing_since = NULL WHERE id = :id")
        .param("id", id)
        .update();
  }

  boolean holds(String kind) {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM outbox.work WHERE kind = :kind)")
        .param("kind", kind)
        .query(Boolean.class)
        .single();
  }

  boolean holds(String kind, String key) {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM outbox.work WHERE kind = :kind AND key = :key)")
        .param("kind", kind)
        .param("key", key)
        .query(Boolean.class)
        .single();
  }

  /** The keys of a kind's rows, in order. */
  List<String> keys(String kind) {
    return jdbc.sql("SELECT key FROM outbox.work WHERE kind = :kind ORDER BY key")
        .param("kind", kind)
        .query((rs, _) -> rs.getString("key"))
        .list();
  }

  /** How many rows are parked. */
  long parked() {
    return jdbc.sql("SELECT count(*) FROM outbox.work WHERE state = 'PARKED'")
        .query(Long.class)
        .single();
  }

  /** How many rows of some kinds were due first before an instant and are not done. */
  long overdue(Set<String> kinds, Instant dueBefore) {
    return jdbc.sql(
            "SELECT count(*) FROM outbox.work WHERE kind = ANY (:kinds) AND least(due_at, failing_since) < :before")
        .param("kinds", kinds.toArray(String[]::new))
        .param("before", SqlTime.utc(dueBefore))
        .query(Long.class)
        .single();
  }

  /** When the next row, leased or not, is due; empty without any. */
  Optional<Instant> nextDue() {
    return jdbc.sql("SELECT min(due_at) AS due_at FROM outbox.work WHERE state = 'DUE'")
        .query((rs, _) -> SqlTime.optional(rs, "due_at"))
        .single();
  }

  private Claimed claimed(ResultSet rs, int row) throws SQLException {
    Map<String, String> payload = json.readValue(rs.getString("payload"), PAYLOAD);
    Work work =
        new Work(rs.getString("kind"), rs.getString("key"), payload, SqlTime.instant(rs, "due_at"));
    return new Claimed(rs.getLong("id"), rs.getLong("version"), rs.getInt("attempts"), work);
  }
}
