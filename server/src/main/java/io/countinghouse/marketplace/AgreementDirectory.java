package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Agreements for people to find and look at; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class AgreementDirectory {

  private final JdbcClient jdbc;

  AgreementDirectory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What to look for.
   *
   * @param text an AWS account, a licence (its ARN or what stands last in it), an AWS agreement id,
   *     an offer, a customer identifier or an id of ours, as a whole; empty for any
   * @param state empty for any
   * @param productCode empty for any
   */
  public record Wanted(String text, @Nullable AgreementState state, @Nullable String productCode) {}

  /** An agreement and when we first heard of it. */
  public record Found(Agreement agreement, Instant createdAt) {}

  /** Where a page ended. */
  public record Cursor(Instant createdAt, String id) {}

  /**
   * AWS's id of an agreement, and since when we know that it is of ours.
   *
   * @param awsAgreementId such as {@code agmt-…}
   */
  public record Linked(String awsAgreementId, Instant linkedAt) {}

  /** A move in an agreement's life, and what told us. */
  public record Move(AgreementState from, AgreementState to, Instant at, Cause<MoveCause> cause) {}

  /**
   * Agreements, the last one heard of first.
   *
   * @param after where the page before ended; empty for the first
   */
  public List<Found> search(Wanted wanted, @Nullable Cursor after, int limit) {
    String text = wanted.text().strip();
    return jdbc.sql(
            "SELECT a.created_at, "
                + AgreementTable.COLUMNS
                + """
                  FROM marketplace.agreement a
                 WHERE (:text = '' OR :text IN (a.id, a.customer_identifier, a.aws_account_id, a.offer_id,
                                                a.aws_agreement_id)
                        OR a.license_id = :license
                        OR EXISTS (SELECT 1 FROM marketplace.aws_agreement l
                                    WHERE l.agreement_id = a.id AND l.aws_agreement_id = :text))
                   AND (CAST(:state AS text) IS NULL OR a.state = :state)
                   AND (CAST(:product AS text) IS NULL OR a.product_code = :product)
                   AND (CAST(:createdAt AS timestamptz) IS NULL
                        OR (a.created_at, a.id) < (CAST(:createdAt AS timestamptz), :id))
                 ORDER BY a.created_at DESC, a.id DESC LIMIT :limit\
                """)
        .param("text", text)
        .param("license", LicenseArn.parse(text).map(LicenseArn::id).orElse(text))
        .param("state", wanted.state() == null ? null : wanted.state().name())
        .param("product", wanted.productCode())
        .param("createdAt", after == null ? null : SqlTime.utc(after.createdAt()))
        .param("id", after == null ? null : after.id())
        .param("limit", limit)
        .query(AgreementDirectory::found)
        .list();
  }

  /** One agreement; empty if there is none of that id. */
  public Optional<Found> find(AgreementId id) {
    return jdbc.sql(
            "SELECT created_at, "
                + AgreementTable.COLUMNS
                + " FROM marketplace.agreement WHERE id = :id")
        .param("id", id.value())
        .query(AgreementDirectory::found)
        .optional();
  }

  /** The active agreements, and when their present period started. */
  public Map<AgreementId, Instant> active() {
    Map<AgreementId, Instant> active = new HashMap<>();
    jdbc.sql("SELECT id, period_started_at FROM marketplace.agreement WHERE state = 'ACTIVE'")
        .query(rs -> {
          active.put(new AgreementId(rs.getString("id")), SqlTime.instant(rs, "period_started_at"));
        });
    return active;
  }

  /** AWS's ids that were seen with an agreement, in the order we learned them. */
  public List<Linked> linkedTo(AgreementId id) {
    return jdbc.sql(
            """
            SELECT aws_agreement_id, linked_at FROM marketplace.aws_agreement
             WHERE agreement_id = :id ORDER BY linked_at, aws_agreement_id\
            """)
        .param("id", id.value())
        .query((rs, _) ->
            new Linked(rs.getString("aws_agreement_id"), SqlTime.instant(rs, "linked_at")))
        .list();
  }

  /** An agreement's life so far, the latest move first. */
  public List<Move> movesOf(AgreementId id) {
    return jdbc.sql(
            """
            SELECT from_state, to_state, at, cause FROM marketplace.agreement_move
             WHERE agreement_id = :id ORDER BY id DESC\
            """)
        .param("id", id.value())
        .query((rs, _) ->
            new Move(
                AgreementState.valueOf(rs.getString("from_state")),
                AgreementState.valueOf(rs.getString("to_state")),
                SqlTime.instant(rs, "at"),
                Cause.read(MoveCause.class, rs.getString("cause"))))
        .list();
  }

  /** The agreements that an agreement took over from. */
  public List<AgreementId> predecessorsOf(AgreementId id) {
    return jdbc.sql(
            "SELECT id FROM marketplace.agreement WHERE successor_id = :id ORDER BY created_at, id")
        .param("id", id.value())
        .query((rs, _) -> new AgreementId(rs.getString("id")))
        .list();
  }

  private static Found found(ResultSet rs, int row) throws SQLException {
    return new Found(AgreementTable.agreement(rs, row), SqlTime.instant(rs, "created_at"));
  }
}
