package io.countinghouse.metering;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where our books or agreements differ from AWS's: cases that a person closes with a reason. Within
 * the caller's transaction.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Differences {

  /** Cases {@code d}, each with our record of its hour. */
  private static final String SELECT =
      """
      SELECT d.*, r.id AS record_id, r.state AS record_state, r.resolution AS record_resolution
        FROM metering.difference d
        LEFT JOIN metering.record r
               ON r.agreement_id = d.agreement_id AND r.dimension = d.dimension AND r.hour = d.hour
      """;

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final BusinessClock clock;

  Differences(JdbcClient jdbc, AuditTrail audit, BusinessClock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  /** In what they differ. */
  public enum Kind {
    /** AWS charged another quantity for an hour than it accepted from us. */
    QUANTITY,
    /** An agreement is active here, and not at AWS. */
    OVER_AT_AWS,
    /** An agreement is active at AWS, and nobody told us of it. */
    UNKNOWN_HERE
  }

  /**
   * What differs.
   *
   * @param agreement ours; empty if it is none of ours
   * @param quantities what differs of an hour; empty where no quantity does
   */
  public record Difference(
      Kind kind,
      String productCode,
      @Nullable AgreementId agreement,
      @Nullable String awsAccount,
      @Nullable String awsAgreement,
      @Nullable Quantities quantities) {

    /** Whether AWS charged one of our agreements too much. */
    public boolean isOvercharge() {
      return agreement != null && quantities != null && quantities.theirs() > quantities.ours();
    }
  }

  /**
   * The two quantities of an hour.
   *
   * @param amount what the difference is worth, not below 0
   */
  public record Quantities(String dimension, Hour hour, long ours, long theirs, Money amount) {}

  /**
   * Our record of the hour, as it is now.
   *
   * @param resolution what became of its amount; empty while nothing did
   */
  public record OurRecord(String id, RecordState state, @Nullable String resolution) {}

  /**
   * A case.
   *
   * @param record ours of the hour; empty if there is none, or no quantity differs
   * @param closedBy who closed it, or the system if it is no longer so; empty while it is open
   * @param refundCase the refund case that it was closed with; empty if it was with none
   */
  public record Case(
      long id,
      Difference difference,
      @Nullable OurRecord record,
      Instant openedAt,
      @Nullable Instant closedAt,
      @Nullable String closedBy,
      @Nullable String reason,
      @Nullable String refundCase) {}

  /** Opens a case, unless there is one; one that went away meanwhile opens again. */
  void open(Difference difference) {
    Quantities quantities = difference.quantities();
    AgreementId agreement = difference.agreement();
    jdbc.sql(
            """
            INSERT INTO metering.difference AS d (kind, product_code, agreement_id, aws_account, aws_agreement,
                                                  dimension, hour, ours, theirs, amount, currency, opened_at)
            VALUES (:kind, :product, :agreement, :account, :awsAgreement, :dimension, :hour, :ours, :theirs, :amount,
                    :currency, :now)
            ON CONFLICT (kind, product_code, agreement_id, aws_account, aws_agreement, dimension, hour) DO UPDATE
               SET state = 'OPEN', opened_at = excluded.opened_at, closed_at = NULL, closed_by = NULL, reason = NULL,
                   gone = false
             WHERE d.closed_by = :system OR d.gone\
            """)
        .param("kind", difference.kind().name())
        .param("product", difference.productCode())
        .param("agreement", agreement == null ? null : agreement.value())
        .param("account", difference.awsAccount())
        .param("awsAgreement", difference.awsAgreement())
        .param("dimension", quantities == null ? null : quantities.dimension())
        .param("hour", quantities == null ? null : SqlTime.utc(quantities.hour().start()))
        .param("ours", quantities == null ? null : quantities.ours())
        .param("theirs", quantities == null ? null : quantities.theirs())
        .param("amount", quantities == null ? null : quantities.amount().amount())
        .param(
            "currency",
            quantities == null ? null : quantities.amount().currency().getCurrencyCode())
        .param("now", SqlTime.utc(clock.now()))
        .param("system", Actor.SYSTEM.id())
        .update();
  }

  /** All cases of a kind and product that are open, or that a person closed while it was so. */
  List<Case> standingOf(Kind kind, String productCode) {
    return jdbc.sql(
            SELECT
                + """
                 WHERE d.kind = :kind AND d.product_code = :product
                   AND (d.state = 'OPEN' OR d.closed_by <> :system AND NOT d.gone)\
                """)
        .param("kind", kind.name())
        .param("product", productCode)
        .param("system", Actor.SYSTEM.id())
        .query(Differences::row)
        .list();
  }

  /** What a case told is no longer so: it is closed, and opens again should it be so once more. */
  void gone(Case it) {
    if (!close(it.id(), Actor.SYSTEM, "it is no longer so")) {
      jdbc.sql("UPDATE metering.difference SET gone = true WHERE id = :id")
          .param("id", it.id())
          .update();
    }
  }

  /**
   * Cases, those that are open first, then the latest first.
   *
   * @param limit at most so many
   */
  public List<Case> all(int limit) {
    return jdbc.sql(SELECT + "ORDER BY d.state DESC, d.id DESC LIMIT :limit")
        .param("limit", limit)
        .query(Differences::row)
        .list();
  }

  /**
   * Closes an open case.
   *
   * @return false if it is not open
   */
  public boolean close(long id, Actor actor, String reason) {
    int closed =
        jdbc.sql(
                """
                UPDATE metering.difference
                   SET state = 'CLOSED', closed_at = :now, closed_by = :actor, reason = :reason
                 WHERE id = :id AND state = 'OPEN'\
                """)
            .param("now", SqlTime.utc(clock.now()))
            .param("actor", actor.id())
            .param("reason", reason)
            .param("id", id)
            .update();
    if (closed == 1) {
      audit.record(actor, "difference.closed", Long.toString(id), Map.of("reason", reason));
    }
    return closed == 1;
  }

  Optional<Case> find(long id) {
    return jdbc.sql(SELECT + "WHERE d.id = :id").param("id", id).query(Differences::row).optional();
  }

  /** Notes the refund case that a case was closed with. */
  void refunded(long id, String refundCase) {
    jdbc.sql("UPDATE metering.difference SET refund_case = :refundCase WHERE id = :id")
        .param("refundCase", refundCase)
        .param("id", id)
        .update();
  }

  private static Case row(ResultSet rs, int row) throws SQLException {
    String agreement = rs.getString("agreement_id");
    return new Case(
        rs.getLong("id"),
        new Difference(
            Kind.valueOf(rs.getString("kind")),
            rs.getString("product_code"),
            agreement == null ? null : new AgreementId(agreement),
            rs.getString("aws_account"),
            rs.getString("aws_agreement"),
            quantities(rs)),
        ourRecord(rs),
        SqlTime.instant(rs, "opened_at"),
        SqlTime.optional(rs, "closed_at").orElse(null),
        rs.getString("closed_by"),
        rs.getString("reason"),
        rs.getString("refund_case"));
  }

  private static @Nullable OurRecord ourRecord(ResultSet rs) throws SQLException {
    String id = rs.getString("record_id");
    return id == null
        ? null
        : new OurRecord(
            id,
            RecordState.valueOf(rs.getString("record_state")),
            rs.getString("record_resolution"));
  }

  private static @Nullable Quantities quantities(ResultSet rs) throws SQLException {
    BigDecimal amount = rs.getBigDecimal("amount");
    return amount == null
        ? null
        : new Quantities(
            rs.getString("dimension"),
            new Hour(SqlTime.instant(rs, "hour")),
            rs.getLong("ours"),
            rs.getLong("theirs"),
            Money.of(amount, Currency.getInstance(rs.getString("currency"))));
  }
}
