package awssimulator.metering;

import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The charged records as rows; never changed. */
@Component
public final class MeteringRecords {
  private static final JsonMapper JSON = new JsonMapper();

  private final Database database;

  MeteringRecords(Database database) {
    this.database = database;
  }

  /**
   * Which records to list; null is any.
   *
   * @param from the earliest hour
   * @param to the hour after the latest
   */
  public record Filter(
      @Nullable String agreementId,
      @Nullable String accountId,
      @Nullable String productCode,
      @Nullable String dimension,
      @Nullable Instant from,
      @Nullable Instant to) {}

  void insert(String meterKey, MeteringRecord charged) {
    database
        .sql()
        .sql(
            """
            INSERT INTO metering_record (metering_record_id, meter_key, product_code, account_id,
              agreement_id, dimension, hour, usage_time, quantity, free, allocations, received_at)
            VALUES (:id, :key, :product, :account,
              :agreement, :dimension, :hour, :time, :quantity, :free, :allocations, :received)
            """)
        .param("id", charged.meteringRecordId())
        .param("key", meterKey)
        .param("product", charged.productCode())
        .param("account", charged.accountId())
        .param("agreement", charged.agreementId())
        .param("dimension", charged.dimension())
        .param("hour", charged.hour().toEpochMilli())
        .param("time", charged.usageTime().toEpochMilli())
        .param("quantity", charged.quantity())
        .param("free", charged.free())
        .param("allocations", JSON.writeValueAsString(charged.allocations()))
        .param("received", charged.receivedAt().toEpochMilli())
        .update();
  }

  /** The record that already charges that key for that dimension and hour. */
  Optional<MeteringRecord> find(String meterKey, String dimension, Instant hour) {
    return database
        .sql()
        .sql(
            """
            SELECT * FROM metering_record
            WHERE meter_key = :key AND dimension = :dimension AND hour = :hour
            """)
        .param("key", meterKey)
        .param("dimension", dimension)
        .param("hour", hour.toEpochMilli())
        .query((row, _) -> charged(row))
        .optional();
  }

  /** The records that match, by hour and then in the order of their acceptance. */
  public List<MeteringRecord> list(Filter filter) {
    return database.transact(() ->
        database
            .sql()
            .sql(
                """
                SELECT * FROM metering_record
                WHERE (:agreement IS NULL OR agreement_id = :agreement)
                  AND (:account IS NULL OR account_id = :account)
                  AND (:product IS NULL OR product_code = :product)
                  AND (:dimension IS NULL OR dimension = :dimension)
                  AND (:from IS NULL OR hour >= :from)
                  AND (:to IS NULL OR hour < :to)
                ORDER BY hour, rowid
                """)
            .param("agreement", filter.agreementId())
            .param("account", filter.accountId())
            .param("product", filter.productCode())
            .param("dimension", filter.dimension())
            .param("from", Rows.millis(filter.from()))
            .param("to", Rows.millis(filter.to()))
            .query((row, _) -> charged(row))
            .list());
  }

  private static MeteringRecord charged(ResultSet row) throws SQLException {
    return new MeteringRecord(
        Rows.text(row, "metering_record_id"),
        Rows.text(row, "product_code"),
        Rows.text(row, "account_id"),
        Rows.text(row, "agreement_id"),
        Rows.text(row, "dimension"),
        Rows.instant(row, "hour"),
        Rows.instant(row, "usage_time"),
        row.getLong("quantity"),
        row.getBoolean("free"),
        JSON.readValue(Rows.text(row, "allocations"), new TypeReference<List<Allocation>>() {}),
        Rows.instant(row, "received_at"));
  }
}
