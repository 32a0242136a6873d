package io.countinghouse.usage;

import io.countinghouse.kernel.SqlTime;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The windows that events are kept in, by the time of their receipt. Writers enter them; whoever
 * changes them waits until those who are in have left, and lets none in meanwhile.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class EventWindows {

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final Duration LEAVING_MAX = Duration.ofSeconds(5);
  private static final Duration CLOSED_MAX = Duration.ofSeconds(1);

  private final JdbcClient jdbc;

  EventWindows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a writer sees until its transaction ends.
   *
   * @param open the window that new events go to
   * @param sealed windows that get no events any more
   * @param sources the numbers of those sources that have one
   */
  record Entered(int open, List<Integer> sealed, Map<String, Integer> sources) {

    /** All windows. */
    List<Integer> all() {
      List<Integer> all = new ArrayList<>(sealed);
      all.add(open);
      return all;
    }
  }

  /**
   * A window; the open one has no time of sealing.
   *
   * @param bytes what its rows take, without their keys
   */
  record Window(int no, Optional<Instant> openedAt, Optional<Instant> sealedAt, long bytes) {}

  /** Enters the windows until the transaction ends. */
  Entered enter(Collection<String> sources) {
    String[] uris = sources.toArray(String[]::new);
    return jdbc.sql("SELECT open, sealed, sources FROM usage.enter_windows(:uris)")
        .param("uris", uris)
        .query((rs, _) -> entered(rs, uris))
        .single();
  }

  private static Entered entered(ResultSet rs, String[] uris) throws SQLException {
    Object[] ids = array(rs.getArray("sources"));
    Map<String, Integer> sources = HashMap.newHashMap(uris.length);
    for (int i = 0; i < uris.length; i++) {
      if (ids[i] instanceof Integer id) {
        sources.put(uris[i], id);
      }
    }
    List<Integer> sealed = new ArrayList<>();
    for (Object number : array(rs.getArray("sealed"))) {
      sealed.add(((Number) number).intValue());
    }
    return new Entered(rs.getInt("open"), sealed, sources);
  }

  private static Object[] array(Array array) throws SQLException {
    return (Object[]) array.getArray();
  }

  /** Gives sources their numbers; one that has one keeps it. */
  void number(Collection<String> sources) {
    jdbc.sql(
            """
            INSERT INTO usage.source (uri)
            SELECT uri FROM unnest(CAST(:uris AS text[])) WITH ORDINALITY AS u (uri, n) ORDER BY n
                ON CONFLICT (uri) DO NOTHING\
            """)
        .param("uris", new TreeSet<>(sources).toArray(String[]::new))
        .update();
  }

  /**
   * Keeps writers out until the transaction ends, and tells the windows by their numbers. As they
   * wait meanwhile, what the transaction asks for next may not wait long.
   *
   * @throws DataAccessException of which {@link #isWaiting} is true, when those who are in do not
   *     leave
   */
  List<Window> close() {
    waitAtMost(LEAVING_MAX);
    jdbc.sql("LOCK TABLE usage.event_window IN EXCLUSIVE MODE").update();
    waitAtMost(CLOSED_MAX);
    return all();
  }

  private void waitAtMost(Duration time) {
    jdbc.sql("SELECT set_config('lock_timeout', :millis, true)")
        .param("millis", Long.toString(time.toMillis()))
        .query(rs -> {});
  }

  /** Whether something was not done only because another session holds what it needs. */
  static boolean isWaiting(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException cause
        && LOCK_NOT_AVAILABLE.equals(cause.getSQLState());
  }

  /** The windows by their numbers; the last one is open. */
  List<Window> all() {
    return jdbc.sql(
            """
            SELECT no, opened_at, sealed_at,
                   pg_relation_size(CAST('usage.event_' || no AS regclass)) AS bytes
              FROM usage.event_window ORDER BY no\
            """)
        .query((rs, _) ->
            new Window(
                rs.getInt("no"),
                SqlTime.optional(rs, "opened_at"),
                SqlTime.optional(rs, "sealed_at"),
                rs.getLong("bytes")))
        .list();
  }

  /** Says since when the open window is open. */
  void setOpened(Window open, Instant at) {
    jdbc.sql("UPDATE usage.event_window SET opened_at = :at WHERE no = :no")
        .param("at", SqlTime.utc(at))
        .param("no", open.no())
        .update();
  }

  /**
   * Seals the open window and opens the next one. Its table is attached, which whoever reads events
   * for long, such as a backup, does not hold up; making it a partition at once would wait for
   * them.
   */
  void rotate(Window open, Instant at) {
    int next = open.no() + 1;
    jdbc.sql("UPDATE usage.event_window SET sealed_at = :at WHERE no = :no")
        .param("at", SqlTime.utc(at))
        .param("no", open.no())
        .update();
    jdbc.sql("CREATE TABLE usage.event_%d (LIKE usage.event INCLUDING ALL)".formatted(next))
        .update();
    jdbc.sql(
            "ALTER TABLE usage.event ATTACH PARTITION usage.event_%d FOR VALUES IN (%d)"
                .formatted(next, next))
        .update();
    jdbc.sql("INSERT INTO usage.event_window (no, opened_at) VALUES (:no, :at)")
        .param("no", next)
        .param("at", SqlTime.utc(at))
        .update();
  }

  /** When the oldest of the sealed windows was sealed; empty if none is. */
  Optional<Instant> oldestSealedAt() {
    return jdbc.sql("SELECT min(sealed_at) AS sealed_at FROM usage.event_window")
        .query((rs, _) -> SqlTime.optional(rs, "sealed_at"))
        .single();
  }

  /**
   * Drops a sealed window with its events.
   *
   * @throws DataAccessException of which {@link #isWaiting} is true, while somebody reads events
   */
  void drop(Window sealed) {
    jdbc.sql("DROP TABLE usage.event_%d".formatted(sealed.no())).update();
    jdbc.sql("DELETE FROM usage.event_window WHERE no = :no").param("no", sealed.no()).update();
  }
}
