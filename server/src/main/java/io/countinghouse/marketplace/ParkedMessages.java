package io.countinghouse.marketplace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Parked messages that a person has seen to. They stay as they are, and still apply by themselves
 * if what they lacked comes; only nobody is woken for them any more.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class ParkedMessages {

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final BusinessClock clock;

  ParkedMessages(JdbcClient jdbc, AuditTrail audit, BusinessClock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Marks a parked message as handled.
   *
   * @param reason what was done, for people; not empty
   * @return false if it is not parked, or was handled before: nothing has changed then
   */
  public boolean handle(long message, Actor by, String reason) {
    int rows =
        jdbc.sql(
                """
                UPDATE marketplace.message SET handled_at = :now, handled_by = :by, handled_reason = :reason
                 WHERE id = :id AND state = 'PARKED' AND handled_at IS NULL\
                """)
            .param("now", SqlTime.utc(clock.now()))
            .param("by", by.id())
            .param("reason", reason)
            .param("id", message)
            .update();
    if (rows == 1) {
      audit.record(by, "message.handled", Long.toString(message), Map.of("reason", reason));
    }
    return rows == 1;
  }

  /**
   * Lets those be read again, handled or not, that are parked for some reasons, as if they had just
   * come.
   *
   * @return their ids
   */
  List<Long> readAgain(Set<Why> reasons) {
    List<Long> ids = new ArrayList<>();
    jdbc.sql("SELECT id, reason FROM marketplace.message WHERE state = 'PARKED' ORDER BY id")
        .query(rs -> {
          long id = rs.getLong("id");
          Why.read(rs.getString("reason"))
              .filter(told -> reasons.contains(told.why()))
              .ifPresent(_ -> ids.add(id));
        });
    return readAgain(ids);
  }

  /** Lets those be read again that are about a licence; gives their ids. */
  List<Long> readAgainAbout(String licenseId) {
    return readAgain(
        jdbc.sql(
                "SELECT id FROM marketplace.message WHERE about_license = :license AND state = 'PARKED' ORDER BY id")
            .param("license", licenseId)
            .query((rs, _) -> rs.getLong("id"))
            .list());
  }

  private List<Long> readAgain(List<Long> ids) {
    // Another node may have had them read meanwhile.
    return jdbc.sql(
            """
            UPDATE marketplace.message SET state = 'STORED' WHERE id = ANY (:ids) AND state = 'PARKED'
            RETURNING id\
            """)
        .param("ids", ids.toArray(Long[]::new))
        .query((rs, _) -> rs.getLong("id"))
        .list();
  }

  /** Has people look again: it is parked for another reason than it was handled for. */
  void reopen(long message) {
    jdbc.sql(
            """
            UPDATE marketplace.message SET handled_at = NULL, handled_by = NULL, handled_reason = NULL
             WHERE id = :id\
            """)
        .param("id", message)
        .update();
  }

  /** AWS's later word that an advisory of an agreement is resolved handles it (facts, 3.3). */
  void resolveAdvisories(String awsAgreementId, Instant now) {
    jdbc.sql(
            """
            UPDATE marketplace.message i
               SET handled_at = :now, handled_by = 'system', handled_reason = r.reason
              FROM marketplace.message r
             WHERE i.about_aws_agreement = :aws AND i.state = 'PARKED' AND i.handled_at IS NULL
               AND i.reason = :issued
               AND r.about_aws_agreement = :aws AND r.state = 'NOTED' AND r.reason = :resolved
               AND r.sent_at >= i.sent_at\
            """)
        .param("now", SqlTime.utc(now))
        .param("aws", awsAgreementId)
        .param("issued", Why.NEEDS_A_PERSON.of("Purchase Agreement Advisory Issued"))
        .param("resolved", "Purchase Agreement Advisory Resolved")
        .update();
  }
}
