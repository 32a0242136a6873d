package io.countinghouse.audit;

import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code audit.bundle}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class BundleTable {

  private final JdbcClient jdbc;

  BundleTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(Bundle bundle, int entries) {
    jdbc.sql(
            """
            INSERT INTO audit.bundle (nonce, at, actor_kind, actor, action, said, entries, mac)
            VALUES (:nonce, :at, :kind, :actor, :action, :said, :entries, :mac)\
            """)
        .param("nonce", bundle.nonce())
        .param("at", SqlTime.utc(bundle.deed().at()))
        .param("kind", bundle.deed().actorKind())
        .param("actor", bundle.deed().actor())
        .param("action", bundle.deed().action())
        .param("said", bundle.said())
        .param("entries", entries)
        .param("mac", bundle.mac())
        .update();
  }

  /** The first after another one that nobody else is at. */
  Optional<Long> next(long after) {
    return jdbc.sql(
            "SELECT id FROM audit.bundle WHERE id > :after ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
        .param("after", after)
        .query(Long.class)
        .optional();
  }

  /** Takes one out of the table; empty if somebody else is at it, or has been. */
  Optional<Bundle> take(long id) {
    Optional<Bundle> taken =
        jdbc.sql("SELECT * FROM audit.bundle WHERE id = :id FOR UPDATE SKIP LOCKED")
            .param("id", id)
            .query(BundleTable::bundle)
            .optional();
    taken.ifPresent(_ -> drop(id));
    return taken;
  }

  /** The ids of those for which a condition holds, one after the other. */
  List<Long> waiting(Predicate<Bundle> condition, int limit) {
    List<Long> found = new ArrayList<>();
    jdbc.sql("SELECT * FROM audit.bundle ORDER BY id")
        .query(rs -> {
          if (found.size() < limit && condition.test(bundle(rs, 0))) {
            found.add(rs.getLong("id"));
          }
        });
    return found;
  }

  private void drop(long id) {
    jdbc.sql("SELECT set_config('audit.pruning', 'on', true)").query(String.class).single();
    jdbc.sql("DELETE FROM audit.bundle WHERE id = :id").param("id", id).update();
    jdbc.sql("SELECT set_config('audit.pruning', 'off', true)").query(String.class).single();
  }

  private static Bundle bundle(ResultSet rs, int row) throws SQLException {
    return new Bundle(
        rs.getObject("nonce", UUID.class),
        new Deed(
            SqlTime.instant(rs, "at"),
            rs.getString("actor_kind"),
            rs.getString("actor"),
            rs.getString("action")),
        rs.getString("said"),
        rs.getBytes("mac"));
  }
}
