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

  /**
   * A record to be made.
   *
   * @param withheld whether it is kept and never sent
   * @param urgent whether it goes out before a backlog
   */
  record Made(
      Book book,
      String productCode,
      Hour hour,
      Instant stamp,
      long quantity,
      Money amount,
      String wire,
      boolean withheld,
      boolean urgent) {}

  /**
   * A record on its way.
   *
   * @param wire its exact bytes as made
   * @param untagged whether it goes out without its allocations, for AWS has refused them
   * @param unanswered an earlier attempt may have reached AWS
   * @param attempts with this one
   */
  record OnItsWay(
      String id,
      Book book,
      Hour hour,
      Money amount,
      String wire,
      boolean untagged,
      RecordState state,
      boolean unanswered,
      int attempts,
      long version) {

    AgreementId agreement() {
      return book.agreement();
    }
  }

  /** Whether an hour of an agreement has a record, in any dimension. */
  boolean exists(AgreementId agreement, Hour hour) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM metering.record WHERE agreement_id = :agreement AND hour = :hour)\
            """)
        .param("agreement", agreement.value())
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

  /** Stores a made record, as due unless it is withheld; its id. */
  String insert(Made made, Instant now) {
    String id = Ids.next("rec");
    jdbc.sql(
            """
            INSERT INTO metering.record (id, agreement_id, product_code, dimension, hour, stamp, quantity, amount,
                                         currency, wire, state, urgent, reason, next_attempt_at, made_at)
            VALUES (:id, :agreement, :product, :dimension, :hour, :stamp, :quantity, :amount, :currency, :wire,
                    :state, :urgent, NULL, :next, :now)\
            """)
        .param("id", id)
        .param("agreement", made.book().agreement().value())
        .param("product", made.productCode())
        .param("dimension", made.book().dimension())
        .param("hour", SqlTime.utc(made.hour().start()))
        .param("stamp", SqlTime.utc(made.stamp()))
        .param("quantity", made.quantity())
        .param("amount", made.amount().amount())
        .param("currency", made.amount().currency().getCurrencyCode())
        .param("wire", made.wire())
        .param("state", made.withheld() ? RecordState.WITHHELD.name() : RecordState.DUE.name())
        .param("urgent", made.urgent())
        .param("next", made.withheld() ? null : SqlTime.utc(now))
        .param("now", SqlTime.utc(now))
        .update();
    return id;
  }

  /** Lets what is on its way of an agreement go out before a backlog; what is held is going out. */
  void hurry(AgreementId agreement) {
    jdbc.sql(
            """
            UPDATE metering.record SET urgent = true
             WHERE id IN (SELECT id FROM metering.record
                           WHERE agreement_id = :agreement AND state IN ('DUE', 'SENT') AND resolution IS NULL
                             FOR UPDATE SKIP LOCKED)\
            """)
        .param("agreement", agreement.value())
        .update();
  }

  /** Lets a record go out without its allocations from now on. */
  void withoutAllocations(OnItsWay record, String why) {
    jdbc.sql("UPDATE metering.record SET untagged = :why WHERE id = :id AND version = :version")
        .param("why", why)
        .param("id", record.id())
        .param("version", record.version())
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
    settle(record, state, reason, resolution, receipt, null, now);
  }

  /**
   * Ends a record's way with the end of a period, which writes it off.
   *
   * @param period when the period began
   */
  void writeOff(OnItsWay record, RecordState state, String reason, Instant period, Instant now) {
    settle(record, state, reason, "WRITTEN_OFF", null, period, now);
  }

  private void settle(
      OnItsWay record,
      RecordState state,
      @Nullable String reason,
      @Nullable String resolution,
      @Nullable String receipt,
      @Nullable Instant period,
      Instant now) {
    changed(
        record,
        jdbc.sql(
                """
                UPDATE metering.record
                   SET state = :state, reason = :reason, resolution = :resolution, metering_record_id = :receipt,
                       written_off_with = CAST(:period AS timestamptz),
                       answered_at = :now, next_attempt_at = NULL, lease_until = NULL, version = version + 1
                 WHERE id = :id AND version = :version\
                """)
            .param("state", state.name())
            .param("reason", reason)
            .param("resolution", resolution)
            .param("receipt", receipt)
            .param("period", period == null ? null : period.toString())
            .param("now", SqlTime.utc(now))
            .param("id", record.id())
            .param("version", record.version())
            .update());
  }

  /**
   * Marks the records that the end of a period wrote off as returned to the carry.
   *
   * @param period when the period began
   * @return their ids
   */
  List<String> returnWrittenOff(AgreementId agreement, Instant period) {
    return jdbc.sql(
            """
            UPDATE metering.record SET resolution = 'RETURNED', written_off_with = NULL, version = version + 1
             WHERE agreement_id = :agreement AND written_off_with = :period
            RETURNING id\
            """)
        .param("agreement", agreement.value())
        .param("period", SqlTime.utc(period))
        .query((rs, _) -> rs.getString("id"))
        .list();
  }

  private static void changed(OnItsWay record, int rows) {
    if (rows != 1) {
      throw new IllegalStateException(
          "record %s is no longer at version %d".formatted(record.id(), record.version()));
    }
  }

  static OnItsWay onItsWay(ResultSet rs, int row) throws SQLException {
    BigDecimal amount = rs.getBigDecimal("amount");
    return new OnItsWay(
        rs.getString("id"),
        new Book(new AgreementId(rs.getString("agreement_id")), rs.getString("dimension")),
        new Hour(SqlTime.instant(rs, "hour")),
        Money.of(amount, Currency.getInstance(rs.getString("currency"))),
        rs.getString("wire"),
        rs.getString("untagged") != null,
        RecordState.valueOf(rs.getString("state")),
        rs.getBoolean("unanswered"),
        rs.getInt("attempts"),
        rs.getLong("version"));
  }
}
