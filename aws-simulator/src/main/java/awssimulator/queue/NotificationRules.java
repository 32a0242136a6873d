package awssimulator.queue;

import awssimulator.queue.NotificationRule.Action;
import awssimulator.queue.QueueRefusal.Reason;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;

/** The rules, in the order they were made, with how often each was asked and hit. */
@Component
public final class NotificationRules {
  private final Database database;

  /**
   * A rule as it is kept.
   *
   * @param id its number
   * @param seen how many notifications it matched
   * @param hits how many of them it decided about
   */
  public record Kept(long id, NotificationRule rule, long seen, long hits) {}

  NotificationRules(Database database) {
    this.database = database;
  }

  /** Adds a rule after all others. */
  public Kept add(NotificationRule rule) {
    return database.transact(() -> {
      KeyHolder key = new GeneratedKeyHolder();
      insert(rule, key);
      Number id = key.getKey();
      if (id == null) {
        throw new IllegalStateException("the rule got no number");
      }
      return new Kept(id.longValue(), rule, 0, 0);
    });
  }

  private void insert(NotificationRule rule, KeyHolder key) {
    database
        .sql()
        .sql(
            """
            INSERT INTO notification_rule (product_code, agreement_id, kind, action, rate, seed,
              delay_millis, copies, group_size, times)
            VALUES (:product, :agreement, :kind, :action, :rate, :seed,
              :delay, :copies, :group, :times)
            """)
        .param("product", rule.productCode())
        .param("agreement", rule.agreementId())
        .param("kind", rule.kind())
        .param("action", rule.action().name())
        .param("rate", rule.rate().toPlainString())
        .param("seed", rule.seed())
        .param("delay", rule.delay().toMillis())
        .param("copies", rule.copies())
        .param("group", rule.group())
        .param("times", rule.times())
        .update(key);
  }

  /** All rules in their order. */
  public List<Kept> all() {
    return database.transact(() ->
        database
            .sql()
            .sql("SELECT * FROM notification_rule ORDER BY rule_id")
            .query((row, _) -> kept(row))
            .list());
  }

  private static Kept kept(ResultSet row) throws SQLException {
    int times = row.getInt("times");
    @Nullable Integer bound = row.wasNull() ? null : times;
    return new Kept(
        row.getLong("rule_id"),
        new NotificationRule(
            row.getString("product_code"),
            row.getString("agreement_id"),
            row.getString("kind"),
            Action.valueOf(Rows.text(row, "action")),
            new BigDecimal(Rows.text(row, "rate")),
            row.getLong("seed"),
            Duration.ofMillis(row.getLong("delay_millis")),
            row.getInt("copies"),
            row.getInt("group_size"),
            bound),
        row.getLong("seen"),
        row.getLong("hits"));
  }

  /**
   * Removes a rule; what it held or delayed stays so.
   *
   * @throws QueueRefusal NOT_FOUND
   */
  public void remove(long id) {
    int rows =
        database.transact(() ->
            database
                .sql()
                .sql("DELETE FROM notification_rule WHERE rule_id = :id")
                .param("id", id)
                .update());
    if (rows == 0) {
      throw new QueueRefusal(Reason.NOT_FOUND, "There is no rule " + id);
    }
  }

  /** Removes all rules; says how many there were. */
  public int clear() {
    return database.transact(() -> database.sql().sql("DELETE FROM notification_rule").update());
  }

  /** The rule that decides about a notification, counted in the open transaction. */
  Optional<Kept> judge(String product, @Nullable String agreement, String kind) {
    for (Kept kept : all()) {
      NotificationRule rule = kept.rule();
      boolean spent = rule.times() != null && kept.hits() >= rule.times();
      if (!spent && rule.matches(product, agreement, kind)) {
        boolean hit = rule.hits(kept.seen());
        count(kept.id(), hit);
        if (hit) {
          return Optional.of(kept);
        }
      }
    }
    return Optional.empty();
  }

  private void count(long id, boolean hit) {
    database
        .sql()
        .sql(
            """
            UPDATE notification_rule SET seen = seen + 1, hits = hits + :hit WHERE rule_id = :id
            """)
        .param("hit", hit ? 1 : 0)
        .param("id", id)
        .update();
  }
}
