package io.countinghouse.usage;

import static io.countinghouse.usage.SqlArrays.texts;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of {@code usage.event}, for those who have entered the windows. A row changes in two
 * ways only: what was awaited is filled in, and a void marks it.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class EventTable {

  private static final String COLUMNS =
      """
      e.source_id, e.id, e.window_no, e.kind, e.voided, e.workspace_id, e.item, e.measure, e.retention,
      e.quantity, e.used_at, e.counted_at, e.target\
      """;

  private static final int KEYS_FETCHED = 10_000;

  /** Of fewer rows the round trips of a stream cost more than it saves. */
  private static final int COPY_MIN = 100;

  private final JdbcClient jdbc;
  private final EventCopy copy;

  EventTable(JdbcClient jdbc, EventCopy copy) {
    this.jdbc = jdbc;
    this.copy = copy;
  }

  /**
   * Inserts rows whose key is new in their window; waits for another transaction that is inserting
   * the same key.
   *
   * @return the keys that were new
   */
  Set<UsageEvent.Key> insert(EventWindows.Entered windows, Map<UsageEvent.Key, StoredEvent> rows) {
    if (rows.isEmpty()) {
      return Set.of();
    }
    List<StoredEvent> ordered =
        rows.values().stream().sorted(Comparator.comparing(StoredEvent::key)).toList();
    boolean allNew =
        ordered.size() < COPY_MIN
            ? insertAllNew(windows, ordered)
            : copy.insertAllNew(windows, ordered);
    return allNew ? rows.keySet() : insertThoseNew(windows, ordered);
  }

  /** As is usual. A request that is sent again stops at its first event. */
  private boolean insertAllNew(EventWindows.Entered windows, Collection<StoredEvent> rows) {
    return bind(
            """
            SELECT usage.insert_new_events(
                     CAST(:open AS smallint), :sources, :ids, :kinds, :voided, :workspaces, :items, :measures,
                     :retentions, CAST(:quantities AS numeric[]), CAST(:usedAts AS timestamptz[]),
                     CAST(:countedAts AS timestamptz[]), :targets)\
            """,
            windows,
            rows)
        .param("open", windows.open())
        .query(Boolean.class)
        .single();
  }

  private Set<UsageEvent.Key> insertThoseNew(
      EventWindows.Entered windows, Collection<StoredEvent> rows) {
    Set<UsageEvent.Key> inserted = HashSet.newHashSet(rows.size());
    Names names = new Names(windows);
    bind(
            """
            INSERT INTO usage.event
                   (window_no, source_id, id, kind, voided, workspace_id, item, measure, retention, quantity,
                    used_at, counted_at, target)
            SELECT :open, e.source_id, e.id, e.kind, e.voided, e.workspace_id, e.item, e.measure, e.retention,
                   e.quantity, e.used_at, coalesce(e.counted_at, e.used_at), e.target
              FROM unnest(:sources, :ids, :kinds, :voided, :workspaces, :items, :measures, :retentions,
                          CAST(:quantities AS numeric[]), CAST(:usedAts AS timestamptz[]),
                          CAST(:countedAts AS timestamptz[]), :targets)
                   AS e (source_id, id, kind, voided, workspace_id, item, measure, retention, quantity, used_at,
                         counted_at, target)
                ON CONFLICT DO NOTHING
            RETURNING source_id, id\
            """,
            windows,
            rows)
        .param("open", windows.open())
        .query(rs -> {
          inserted.add(names.key(rs));
        });
    return inserted;
  }

  /** Fills in what was awaited; the rows are locked and stay voided. */
  void fill(EventWindows.Entered windows, Collection<StoredEvent> rows) {
    bind(
            """
            UPDATE usage.event t
               SET kind = e.kind, workspace_id = e.workspace_id, item = e.item, measure = e.measure,
                   retention = e.retention, quantity = e.quantity, used_at = e.used_at,
                   counted_at = coalesce(e.counted_at, e.used_at), target = e.target
              FROM unnest(:sources, :ids, :kinds, :voided, :workspaces, :items, :measures, :retentions,
                          CAST(:quantities AS numeric[]), CAST(:usedAts AS timestamptz[]),
                          CAST(:countedAts AS timestamptz[]), :targets)
                   AS e (source_id, id, kind, voided, workspace_id, item, measure, retention, quantity, used_at,
                         counted_at, target)
             WHERE t.window_no = :open AND t.source_id = e.source_id AND t.id = e.id\
            """,
            windows,
            rows)
        .param("open", windows.open())
        .update();
  }

  private JdbcClient.StatementSpec bind(
      String sql, EventWindows.Entered windows, Collection<StoredEvent> rows) {
    EventColumns columns = new EventColumns(rows);
    return jdbc.sql(sql)
        .param("sources", sourceIds(windows, rows.stream().map(StoredEvent::key).toList()))
        .param("ids", texts(rows, it -> it.key().id()))
        .param("kinds", rows.stream().mapToInt(it -> it.kind().code()).toArray())
        .param("voided", columns.voided)
        .param("workspaces", columns.workspaces)
        .param("items", columns.items)
        .param("measures", columns.measures)
        .param("retentions", columns.retentions)
        .param("quantities", columns.quantities)
        .param("usedAts", columns.usedAts)
        .param("countedAts", columns.countedAts)
        .param("targets", columns.targets);
  }

  /** Where a row may be: a window and a key. */
  record Place(int window, UsageEvent.Key key) {}

  /** The rows at some places; a key may have several rows or none. */
  List<StoredEvent> find(EventWindows.Entered windows, Collection<Place> places) {
    if (places.isEmpty()) {
      return List.of();
    }
    Names names = new Names(windows);
    return jdbc.sql(
            """
            SELECT e.* FROM unnest(:numbers, :sources, :ids) AS k (window_no, source_id, id)
             CROSS JOIN LATERAL (
                   SELECT %s FROM usage.event e
                    WHERE e.window_no = k.window_no AND e.source_id = k.source_id AND e.id = k.id OFFSET 0) e\
            """
                .formatted(COLUMNS))
        .param("numbers", places.stream().mapToInt(Place::window).toArray())
        .param("sources", sourceIds(windows, places.stream().map(Place::key).toList()))
        .param("ids", texts(places, it -> it.key().id()))
        .query((rs, _) -> names.event(rs))
        .list();
  }

  /** How many keys a window has. */
  long count(int window) {
    return jdbc.sql("SELECT count(*) FROM usage.event WHERE window_no = :no")
        .param("no", window)
        .query(Long.class)
        .single();
  }

  /** Goes over the keys of a window, with the numbers of their sources, as a stream. */
  void keys(int window, ObjIntConsumer<String> each) {
    jdbc.sql("SELECT source_id, id FROM usage.event WHERE window_no = :no")
        .param("no", window)
        .withFetchSize(KEYS_FETCHED)
        .query(rs -> {
          each.accept(rs.getString("id"), rs.getInt("source_id"));
        });
  }

  /**
   * Locks the rows of keys in all windows until the transaction ends, and tells what they hold now.
   *
   * @param keys in their order, in which they are locked
   */
  List<StoredEvent> lock(EventWindows.Entered windows, Collection<UsageEvent.Key> keys) {
    Names names = new Names(windows);
    return jdbc.sql(
            """
            SELECT %s FROM unnest(:sources, :ids) WITH ORDINALITY AS k (source_id, id, n)
              JOIN usage.event e ON e.source_id = k.source_id AND e.id = k.id
             WHERE e.window_no = ANY (:within)
             ORDER BY k.n, e.window_no
               FOR UPDATE OF e\
            """
                .formatted(COLUMNS))
        .param("sources", sourceIds(windows, keys))
        .param("ids", texts(keys, UsageEvent.Key::id))
        .param("within", numbers(windows.all()))
        .query((rs, _) -> names.event(rs))
        .list();
  }

  /** Marks locked rows as taken back. */
  void markVoided(EventWindows.Entered windows, Collection<StoredEvent> rows) {
    jdbc.sql(
            """
            UPDATE usage.event e SET voided = true
              FROM unnest(:numbers, :sources, :ids) AS k (window_no, source_id, id)
             WHERE e.window_no = k.window_no AND e.source_id = k.source_id AND e.id = k.id\
            """)
        .param("numbers", rows.stream().mapToInt(StoredEvent::window).toArray())
        .param("sources", sourceIds(windows, rows.stream().map(StoredEvent::key).toList()))
        .param("ids", texts(rows, it -> it.key().id()))
        .update();
  }

  private static int[] numbers(Collection<Integer> windows) {
    return windows.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] sourceIds(EventWindows.Entered windows, Collection<UsageEvent.Key> keys) {
    return keys.stream()
        .mapToInt(key -> Objects.requireNonNull(windows.sources().get(key.source())))
        .toArray();
  }

  /** Reads rows, with their sources by name. */
  private static final class Names {

    private final Map<Integer, String> sources = new HashMap<>();

    Names(EventWindows.Entered windows) {
      windows.sources().forEach((uri, id) -> sources.put(id, uri));
    }

    UsageEvent.Key key(ResultSet rs) throws SQLException {
      String source = Objects.requireNonNull(sources.get(rs.getInt("source_id")));
      return new UsageEvent.Key(source, rs.getString("id"));
    }

    StoredEvent event(ResultSet rs) throws SQLException {
      StoredEvent.Kind kind = StoredEvent.Kind.of(rs.getInt("kind"));
      UsageEvent.Key key = key(rs);
      @Nullable ReportedEvent says =
          switch (kind) {
            case SUM, GAUGE, UNKNOWN -> usage(key, rs);
            case VOID -> new VoidEvent(key, rs.getString("target"), SqlTime.instant(rs, "used_at"));
            case AWAITED -> null;
          };
      return new StoredEvent(
          key,
          rs.getInt("window_no"),
          kind,
          rs.getBoolean("voided"),
          SqlTime.instant(rs, "counted_at"),
          says);
    }

    private static UsageEvent usage(UsageEvent.Key key, ResultSet rs) throws SQLException {
      return new UsageEvent(
          key,
          new WorkspaceId(rs.getString("workspace_id")),
          Item.stored(rs.getString("item")),
          rs.getString("measure"),
          rs.getString("retention"),
          rs.getBigDecimal("quantity"),
          SqlTime.instant(rs, "used_at"));
    }
  }
}
