package io.countinghouse.metering;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementSucceeded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The do-not-meter list: agreements, or all agreements of an AWS account, whose records are made
 * and kept, and not sent. Within the caller's transaction.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class DoNotMeter {

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final BusinessClock clock;

  DoNotMeter(JdbcClient jdbc, AuditTrail audit, BusinessClock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  /** What an entry names. */
  public enum Kind {
    /** An AWS account, by its twelve digits. */
    AWS_ACCOUNT,
    /** An agreement of ours, by its id. */
    AGREEMENT
  }

  /**
   * An entry.
   *
   * @param removedAt when it was taken off; empty while it holds
   */
  public record Entry(
      long id,
      Kind kind,
      String subject,
      String reason,
      String addedBy,
      Instant addedAt,
      @Nullable String removedReason,
      @Nullable String removedBy,
      @Nullable Instant removedAt) {}

  /** Whether the records of an agreement are withheld. */
  boolean holds(Agreement agreement) {
    return jdbc.sql(
            """
            SELECT EXISTS (
              SELECT 1 FROM metering.do_not_meter
               WHERE removed_at IS NULL
                 AND (kind = 'AGREEMENT' AND subject = :agreement OR kind = 'AWS_ACCOUNT' AND subject = :account))\
            """)
        .param("agreement", agreement.id().value())
        .param("account", agreement.awsAccountId())
        .query(Boolean.class)
        .single();
  }

  /** What holds for an agreement holds for the one that follows it. */
  @EventListener
  void on(AgreementSucceeded succeeded) {
    jdbc.sql(
            """
            SELECT reason FROM metering.do_not_meter
             WHERE removed_at IS NULL AND kind = 'AGREEMENT' AND subject = :agreement\
            """)
        .param("agreement", succeeded.from().id().value())
        .query((rs, _) -> rs.getString("reason"))
        .list()
        .forEach(reason -> add(Kind.AGREEMENT, succeeded.to().id().value(), Actor.SYSTEM, reason));
  }

  /** All entries there ever were, those that hold first, then the latest first. */
  public List<Entry> all(int limit) {
    return jdbc.sql(
            """
            SELECT id, kind, subject, reason, added_by, added_at, removed_reason, removed_by, removed_at
              FROM metering.do_not_meter
             ORDER BY removed_at IS NOT NULL, id DESC LIMIT :limit\
            """)
        .param("limit", limit)
        .query(DoNotMeter::entry)
        .list();
  }

  /**
   * Adds an entry; records made from now on are withheld, those made before are not touched.
   *
   * @return false if there is one that holds already
   */
  public boolean add(Kind kind, String subject, Actor actor, String reason) {
    int added =
        jdbc.sql(
                """
                INSERT INTO metering.do_not_meter (kind, subject, reason, added_by, added_at)
                VALUES (:kind, :subject, :reason, :actor, :now)
                ON CONFLICT (kind, subject) WHERE removed_at IS NULL DO NOTHING\
                """)
            .param("kind", kind.name())
            .param("subject", subject)
            .param("reason", reason)
            .param("actor", actor.id())
            .param("now", SqlTime.utc(clock.now()))
            .update();
    if (added == 1) {
      audit.record(
          actor, "do-not-meter.added", subject, Map.of("kind", kind.name(), "reason", reason));
    }
    return added == 1;
  }

  /**
   * Takes an entry off; records made from now on are sent, and those withheld stay so.
   *
   * @return false if it does not hold any more
   */
  public boolean remove(long id, Actor actor, String reason) {
    List<String> subjects =
        jdbc.sql(
                """
                UPDATE metering.do_not_meter
                   SET removed_reason = :reason, removed_by = :actor, removed_at = :now
                 WHERE id = :id AND removed_at IS NULL RETURNING subject\
                """)
            .param("reason", reason)
            .param("actor", actor.id())
            .param("now", SqlTime.utc(clock.now()))
            .param("id", id)
            .query((rs, _) -> rs.getString("subject"))
            .list();
    for (String subject : subjects) {
      audit.record(actor, "do-not-meter.removed", subject, Map.of("reason", reason));
    }
    return !subjects.isEmpty();
  }

  private static Entry entry(ResultSet rs, int row) throws SQLException {
    return new Entry(
        rs.getLong("id"),
        Kind.valueOf(rs.getString("kind")),
        rs.getString("subject"),
        rs.getString("reason"),
        rs.getString("added_by"),
        SqlTime.instant(rs, "added_at"),
        rs.getString("removed_reason"),
        rs.getString("removed_by"),
        SqlTime.optional(rs, "removed_at").orElse(null));
  }
}
