package awssimulator.market;

import awssimulator.market.Agreement.State;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The agreements as rows; every method joins the open transaction. */
@Component
class AgreementRows {
  private final Database database;

  AgreementRows(Database database) {
    this.database = database;
  }

  void insert(Agreement agreement) {
    database
        .sql()
        .sql(
            """
            INSERT INTO agreement (agreement_id, product_code, account_id, license_arn, state,
              holding, created_at, active_at, cancelled_at, window_ends_at, ended_at)
            VALUES (:id, :product, :account, :license, :state,
              :holding, :created, :active, :cancelled, :window, :ended)
            """)
        .paramSource(parameters(agreement))
        .update();
  }

  void update(Agreement agreement) {
    int rows =
        database
            .sql()
            .sql(
                """
                UPDATE agreement SET state = :state, holding = :holding, active_at = :active,
                  cancelled_at = :cancelled, window_ends_at = :window, ended_at = :ended
                WHERE agreement_id = :id
                """)
            .paramSource(parameters(agreement))
            .update();
    if (rows != 1) {
      throw new IllegalStateException("no agreement " + agreement.agreementId());
    }
  }

  private static org.springframework.jdbc.core.namedparam.MapSqlParameterSource parameters(
      Agreement agreement) {
    return new org.springframework.jdbc.core.namedparam.MapSqlParameterSource()
        .addValue("id", agreement.agreementId())
        .addValue("product", agreement.productCode())
        .addValue("account", agreement.accountId())
        .addValue("license", agreement.licenseArn())
        .addValue("state", agreement.state().name())
        .addValue("holding", agreement.holding())
        .addValue("created", agreement.createdAt().toEpochMilli())
        .addValue("active", Rows.millis(agreement.activeAt()))
        .addValue("cancelled", Rows.millis(agreement.cancelledAt()))
        .addValue("window", Rows.millis(agreement.windowEndsAt()))
        .addValue("ended", Rows.millis(agreement.endedAt()));
  }

  Optional<Agreement> find(String agreementId) {
    return database
        .sql()
        .sql("SELECT * FROM agreement WHERE agreement_id = :id")
        .param("id", agreementId)
        .query((row, _) -> agreement(row))
        .optional();
  }

  /** All agreements of an account with a product, newest first. */
  List<Agreement> of(String accountId, String productCode) {
    return database
        .sql()
        .sql(
            """
            SELECT * FROM agreement WHERE account_id = :account AND product_code = :product
            ORDER BY created_at DESC, rowid DESC
            """)
        .param("account", accountId)
        .param("product", productCode)
        .query((row, _) -> agreement(row))
        .list();
  }

  /** All agreements, newest first. */
  List<Agreement> all() {
    return database
        .sql()
        .sql("SELECT * FROM agreement ORDER BY created_at DESC, rowid DESC")
        .query((row, _) -> agreement(row))
        .list();
  }

  /** The cancelled ones whose window ends at or before that moment, the earliest first. */
  List<Agreement> windowsEndingBy(Instant moment) {
    return database
        .sql()
        .sql(
            """
            SELECT * FROM agreement WHERE state = 'ENDING' AND window_ends_at <= :moment
            ORDER BY window_ends_at, rowid
            """)
        .param("moment", moment.toEpochMilli())
        .query((row, _) -> agreement(row))
        .list();
  }

  /** When the next window ends. */
  Optional<Instant> nextWindowEnd() {
    return database
        .sql()
        .sql(
            """
            SELECT window_ends_at FROM agreement WHERE state = 'ENDING'
            ORDER BY window_ends_at LIMIT 1
            """)
        .query((row, _) -> Rows.instant(row, "window_ends_at"))
        .optional();
  }

  private static Agreement agreement(ResultSet row) throws SQLException {
    return new Agreement(
        Rows.text(row, "agreement_id"),
        Rows.text(row, "product_code"),
        Rows.text(row, "account_id"),
        row.getString("license_arn"),
        State.valueOf(Rows.text(row, "state")),
        row.getBoolean("holding"),
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "active_at"),
        Rows.instantOrNull(row, "cancelled_at"),
        Rows.instantOrNull(row, "window_ends_at"),
        Rows.instantOrNull(row, "ended_at"));
  }
}
