package io.countinghouse.settlement;

import io.countinghouse.identity.EmailAddress;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The subscriptions that nobody has set up, for operators to look at. */
@Repository
@Transactional(propagation = Propagation.SUPPORTS)
public class OpenSetUps {

  private final JdbcClient jdbc;

  OpenSetUps(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A subscription that is not set up.
   *
   * @param since when we first heard of it
   * @param email of the customer, as far as a set-up was begun; masked
   * @param remindedAt when the customer was reminded
   */
  public record Open(
      AgreementId agreement,
      Instant since,
      @Nullable String email,
      @Nullable Instant begunAt,
      @Nullable Instant remindedAt) {}

  /**
   * Those waiting or active that nobody holds and that take over from none that somebody holds, the
   * last one heard of first.
   *
   * @param before only those heard of before; empty for the newest
   */
  public List<Open> newest(@Nullable Instant before, int limit) {
    return jdbc.sql(
            """
            SELECT a.id, a.created_at, s.email, s.begun_at, s.reminded_at
              FROM marketplace.agreement a LEFT JOIN settlement.set_up s ON s.agreement_id = a.id
             WHERE a.state IN ('PENDING', 'ACTIVE')
               AND NOT EXISTS (SELECT 1 FROM settlement.cloud_account c
                                WHERE c.agreement_id = a.id AND c.removed_at IS NULL)
               AND NOT EXISTS (SELECT 1 FROM marketplace.agreement p JOIN settlement.cloud_account c ON c.agreement_id = p.id
                                WHERE p.successor_id = a.id AND c.removed_at IS NULL)
               AND (CAST(:before AS timestamptz) IS NULL OR a.created_at < CAST(:before AS timestamptz))
             ORDER BY a.created_at DESC, a.id LIMIT :limit\
            """)
        .param("before", before == null ? null : SqlTime.utc(before))
        .param("limit", limit)
        .query(OpenSetUps::open)
        .list();
  }

  private static Open open(ResultSet rs, int row) throws SQLException {
    String email = rs.getString("email");
    return new Open(
        new AgreementId(rs.getString("id")),
        SqlTime.instant(rs, "created_at"),
        email == null ? null : new EmailAddress(email).masked(),
        SqlTime.optional(rs, "begun_at").orElse(null),
        SqlTime.optional(rs, "reminded_at").orElse(null));
  }
}
