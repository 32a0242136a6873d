package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Metering records for people to look at; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class MeteringRecords {

  /**
   * Those that a person must decide about, as their index has it: they are few among many (SQL).
   */
  static final String UNDECIDED =
      "resolution IS NULL AND state IN ('REFUSED', 'DISPUTED', 'UNKNOWN')";

  private final JdbcClient jdbc;

  MeteringRecords(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Where a page of records ended. */
  public record Cursor(Instant hour, String id) {}

  /**
   * Which records.
   *
   * @param agreement only its; empty for all
   * @param state only those in this state; empty for all
   * @param productCode only those of this product; empty for all
   * @param from only those of this hour and later; empty for all
   * @param before only those of hours before this one; empty for all
   * @param undecided only those that a person must decide about
   */
  public record Wanted(
      @Nullable AgreementId agreement,
      @Nullable RecordState state,
      @Nullable String productCode,
      @Nullable Instant from,
      @Nullable Instant before,
      boolean undecided) {

    /** All of an agreement. */
    public static Wanted of(AgreementId agreement) {
      return new Wanted(agreement, null, null, null, null, false);
    }
  }

  /**
   * Records, the latest hour first.
   *
   * @param after where the page before ended; empty for the first
   */
  public List<MeteringRecord> newest(Wanted wanted, @Nullable Cursor after, int limit) {
    return jdbc.sql(
            """
            SELECT id, agreement_id, product_code, dimension, hour, stamp, quantity, amount, currency, state, reason,
                   resolution, metering_record_id, made_at, answered_at
              FROM metering.record
             WHERE (CAST(:hour AS timestamptz) IS NULL OR (hour, id) < (CAST(:hour AS timestamptz), :id))
               AND (CAST(:state AS text) IS NULL OR state = :state)
               AND (CAST(:agreement AS text) IS NULL OR agreement_id = :agreement)
               AND (CAST(:product AS text) IS NULL OR product_code = :product)
               AND (CAST(:from AS timestamptz) IS NULL OR hour >= CAST(:from AS timestamptz))
               AND (CAST(:before AS timestamptz) IS NULL OR hour < CAST(:before AS timestamptz))
               %s
             ORDER BY hour DESC, id DESC LIMIT :limit\
            """
                .formatted(wanted.undecided() ? "AND " + UNDECIDED : ""))
        .param("hour", after == null ? null : SqlTime.utc(after.hour()))
        .param("id", after == null ? null : after.id())
        .param("state", wanted.state() == null ? null : wanted.state().name())
        .param("agreement", wanted.agreement() == null ? null : wanted.agreement().value())
        .param("product", wanted.productCode())
        .param("from", wanted.from() == null ? null : SqlTime.utc(wanted.from()))
        .param("before", wanted.before() == null ? null : SqlTime.utc(wanted.before()))
        .param("limit", limit)
        .query(MeteringRecords::record)
        .list();
  }

  static MeteringRecord record(ResultSet rs, int row) throws SQLException {
    return new MeteringRecord(
        rs.getString("id"),
        new AgreementId(rs.getString("agreement_id")),
        rs.getString("product_code"),
        rs.getString("dimension"),
        new Hour(SqlTime.instant(rs, "hour")),
        SqlTime.instant(rs, "stamp"),
        rs.getLong("quantity"),
        Money.of(rs.getBigDecimal("amount"), Currency.getInstance(rs.getString("currency"))),
        RecordState.valueOf(rs.getString("state")),
        rs.getString("reason"),
        rs.getString("resolution"),
        rs.getString("metering_record_id"),
        SqlTime.instant(rs, "made_at"),
        SqlTime.optional(rs, "answered_at").orElse(null));
  }
}
