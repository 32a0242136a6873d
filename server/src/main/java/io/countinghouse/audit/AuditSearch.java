package io.countinghouse.audit;

import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Finds entries of the trail. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class AuditSearch {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  AuditSearch(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * What is looked for; empty texts and no instants for all.
   *
   * @param actor who, by the whole id
   * @param action what, by how it begins, such as {@code workspace.}
   * @param subject to what, by the whole id
   * @param from not before
   * @param to before
   */
  public record Wanted(
      String actor, String action, String subject, @Nullable Instant from, @Nullable Instant to) {}

  /** An entry as it is shown. */
  public record Entry(
      long id,
      Instant at,
      String actorKind,
      String actor,
      String action,
      String subject,
      SortedMap<String, String> details) {}

  /**
   * The newest entries first.
   *
   * @param before only entries with lower ids
   */
  public List<Entry> newest(Wanted wanted, long before, int limit) {
    List<String> conditions = new ArrayList<>(List.of("e.id < :before"));
    Map<String, Object> values = new HashMap<>(Map.of("before", before, "limit", limit));
    if (!wanted.actor().isEmpty()) {
      conditions.add("e.actor = :actor");
      if (!wanted.actor().equals(Actor.SYSTEM.id())) {
        // Most entries are the system's own, and have no index by who it was.
        conditions.add("e.actor_kind <> 'SYSTEM'");
      }
      values.put("actor", wanted.actor());
    }
    if (!wanted.action().isEmpty()) {
      conditions.add("starts_with(e.action, :action)");
      values.put("action", wanted.action());
    }
    if (!wanted.subject().isEmpty()) {
      conditions.add("e.subject = :subject");
      values.put("subject", wanted.subject());
    }
    if (wanted.from() != null) {
      conditions.add("e.at >= :from");
      values.put("from", SqlTime.utc(wanted.from()));
    }
    if (wanted.to() != null) {
      conditions.add("e.at < :to");
      values.put("to", SqlTime.utc(wanted.to()));
    }
    return jdbc.sql(
            "SELECT %s FROM audit.entry e WHERE %s ORDER BY e.id DESC LIMIT :limit"
                .formatted(StoredEntry.COLUMNS, String.join(" AND ", conditions)))
        .params(values)
        .query((rs, _) -> shown(StoredEntry.of(rs, json)))
        .list();
  }

  private static Entry shown(StoredEntry entry) {
    return new Entry(
        entry.id(),
        entry.at(),
        entry.actorKind(),
        entry.actor(),
        entry.action(),
        entry.subject(),
        entry.details());
  }
}
