package io.countinghouse.metering;

import io.countinghouse.billing.Book;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code metering.record}, as they are made, sent and settled. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class RecordTable {

  private final JdbcClient jdbc;

  RecordTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A record to be made. */
  record Made(
      AgreementId agreement,
      String productCode,
      String dimension,
      Hour hour,
      Instant stamp,
      long quantity,
      Money amount,
      String wire) {}

  /**
   * A record on its way.
   *
   * @param unanswered an earlier attempt may have reached AWS
   * @param attempts with this one
   */
  record OnItsWay(
      String id,
      Book book,
      Hour hour,
      Money amount,
      String wire,
      RecordState state,
      boolean unanswered,
      int attempts,
      long version) {

    AgreementId agreement() {
      return book.agreement();
    }
  }

  boolean exists(AgreementId agreement, String dimension, Hour hour) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM metering.record
                            WHERE agreement_id = :agreement AND dimension = :dimension AND hour = :hour)\
            """)
        .param("agreement", agreement.value())
        .param("dimension", dimension)
        .param("hour", SqlTime.utc(hour.start()))
        .query(Boolean.class)
        .single();
  }

  Optional<Hour> lastHour(AgreementId agreement) {
    return jdbc.sql("SELECT max(hour) AS hour FROM metering.record WHERE agreement_id = :agreement")
        .param("agreement", agreement.value())
        .query((rs, _) -> SqlTime.optional(rs, "hour").map(Hour::new))
        .single();
  }

  /** Stores a made record as due; its id. */
  String insert(Made made, Instant now) {
    String id = Ids.next("rec");
    jdbc.sql(
            """
            INSERT INTO metering.record (id, agreement_id, product_code, dimension, hour, stamp, quantity, amount,
                                         currency, wire, state, next_attempt_at, made_at)
            VALUES (:id, :agreement, :product, :dimension, :hour, :stamp, :quantity, :amount, :currency, :wire,
                    'DUE', :now, :now)\
            """)
        .param("id", id)
        .param("agreement", made.agreement().value())
        .param("product", made.productCode())
        .param("dimension", made.dimension())
        .param("hour", SqlTime.utc(made.hour().start()))
        .param("stamp", SqlTime.utc(made.stamp()))
        .param("quantity", made.quantity())
        .param("amount", made.amount().amount())
        .param("currency", made.amount().currency().getCurrencyCode())
        .param("wire", made.wire())
        .param("now", SqlTime.utc(now))
        .update();
    return id;
  }

  /** Claims due records of a product, the oldest hours first, and marks them as being sent. */
  List<OnItsWay> claim(String productCode, Instant now, Duration lease, int limit) {
    return jdbc.sql(
            """
            WITH due AS (
              SELECT id, state FROM metering.record
               WHERE product_code = :product AND state IN ('DUE', 'SENT') AND next_attempt_at <= :now
                 AND (lease_until IS NULL OR lease_until < clock_timestamp())
               ORDER BY hour, id LIMIT :limit FOR UPDATE SKIP LOCKED)
            UPDATE metering.record r
               SET state = 'SENT', unanswered = r.unanswered OR r.state = 'SENT', attempts = attempts + 1,
                   lease_until = clock_timestamp() + make_interval(secs => :lease), version = version + 1
              FROM due WHERE r.id = due.id
            RETURNING r.id, r.agreement_id, r.dimension, r.hour, r.amount, r.currency, r.wire, due.state, r.unanswered,
                      r.attempts, r.version\
            """)
        .param("product", productCode)
        .param("now", SqlTime.utc(now))
        .param("lease", lease.toSeconds())
        .param("limit", limit)
        .query(RecordTable::onItsWay)
        .list();
  }

  /**
   * The records of an agreement that AWS takes no more because of their age and nobody is sending.
   */
  List<OnItsWay> tooOld(AgreementId agreement, Instant hourBefore) {
    return jdbc.sql(
            """
            SELECT id, agreement_id, dimension, hour, amount, currency, wire, state, unanswered, attempts, version
              FROM metering.record
             WHERE agreement_id = :agreement AND state IN ('DUE', 'SENT') AND hour < :before
               AND (lease_until IS NULL OR lease_until < clock_timestamp())
             ORDER BY hour, id FOR UPDATE SKIP LOCKED\
            """)
        .param("agreement", agreement.value())
        .param("before", SqlTime.utc(hourBefore))
        .query(RecordTable::onItsWay)
        .list();
  }

  /**
   * The agreements with records of a product that AWS no longer takes because of their age and that
   * nobody is sending, by id. Their records are read once their agreement's row is locked.
   */
  List<AgreementId> withTooOld(String productCode, Instant hourBefore) {
    return jdbc.sql(
            """
            SELECT DISTINCT agreement_id FROM metering.record
             WHERE product_code = :product AND state IN ('DUE', 'SENT') AND hour < :before
               AND (lease_until IS NULL OR lease_until < clock_timestamp())
             ORDER BY agreement_id\
            """)
        .param("product", productCode)
        .param("before", SqlTime.utc(hourBefore))
        .query((rs, _) -> new AgreementId(rs.getString("agreement_id")))
        .list();
  }

  /** Notes by which call a record goes out. */
  void sentBy(List<OnItsWay> records, long call) {
    jdbc.sql("UPDATE metering.record SET last_call_id = :call WHERE id = ANY (:ids)")
        .param("call", call)
        .param("ids", records.stream().map(OnItsWay::id).toArray(String[]::new))
        .update();
  }

  /** Leaves a record on its way, to be tried again. */
  void retry(OnItsWay record, RecordState state, boolean unanswered, Instant nextAttemptAt) {
    changed(
        record,
        jdbc.sql(
                """
                UPDATE metering.record
                   SET state = :state, unanswered = :unanswered, next_attempt_at = :next, lease_until = NULL,
                       version = version + 1
                 WHERE id = :id AND version = :version\
                """)
            .param("state", state.name())
            .param("unanswered", unanswered)
            .param("next", SqlTime.utc(nextAttemptAt))
            .param("id", record.id())
            .param("version", record.version())
            .update());
  }

  /** Ends a record's way. */
  void settle(
      OnItsWay record,
      RecordState state,
      @Nullable String reason,
      @Nullable String resolution,
      @Nullable String receipt,
      Instant now) {
    changed(
        record,
        jdbc.sql(
                """
                UPDATE metering.record
                   SET state = :state, reason = :reason, resolution = :resolution, metering_record_id = :receipt,
                       answered_at = :now, next_attempt_at = NULL, lease_until = NULL, version = version + 1
                 WHERE id = :id AND version = :version\
                """)
            .param("state", state.name())
            .param("reason", reason)
            .param("resolution", resolution)
            .param("receipt", receipt)
            .param("now", SqlTime.utc(now))
            .param("id", record.id())
            .param("version", record.version())
            .update());
  }

  /** Marks the records of an hour and later that were written off as returned to the carry. */
  void returnWrittenOff(AgreementId agreement, Hour from) {
    jdbc.sql(
            """
            UPDATE metering.record SET resolution = 'RETURNED', version = version + 1
             WHERE agreement_id = :agreement AND resolution = 'WRITTEN_OFF' AND hour >= :from\
            """)
        .param("agreement", agreement.value())
        .param("from", SqlTime.utc(from.start()))
        .update();
  }

  private static void changed(OnItsWay record, int rows) {
    if (rows != 1) {
      throw new IllegalStateException(
          "record %s is no longer at version %d".formatted(record.id(), record.version()));
    }
  }

  /** When the next record of a product is to be tried; empty if none is on its way. */
  Optional<Instant> nextAttempt(String productCode) {
    return jdbc.sql(
            """
            SELECT min(next_attempt_at) AS next FROM metering.record
             WHERE product_code = :product AND state IN ('DUE', 'SENT')\
            """)
        .param("product", productCode)
        .query((rs, _) -> SqlTime.optional(rs, "next"))
        .single();
  }

  private static OnItsWay onItsWay(ResultSet rs, int row) throws SQLException {
    BigDecimal amount = rs.getBigDecimal("amount");
    return new OnItsWay(
        rs.getString("id"),
        new Book(new AgreementId(rs.getString("agreement_id")), rs.getString("dimension")),
        new Hour(SqlTime.instant(rs, "hour")),
        Money.of(amount, Currency.getInstance(rs.getString("currency"))),
        rs.getString("wire"),
        RecordState.valueOf(rs.getString("state")),
        rs.getBoolean("unanswered"),
        rs.getInt("attempts"),
        rs.getLong("version"));
  }
}
