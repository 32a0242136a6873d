package awssimulator.market;

import awssimulator.events.RequestEvents.CancellationStatus;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The wishes to cancel as rows; every method joins the open transaction. */
@Component
class CancellationRows {
  private final Database database;
  private final SimulatorSettings settings;

  CancellationRows(Database database, SimulatorSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  void insert(CancellationRequest request) {
    database
        .sql()
        .sql(
            """
            INSERT INTO cancellation_request (request_id, agreement_id, reason_code,
              reason_message, status, status_message, created_at, updated_at, approve_at)
            VALUES (:id, :agreement, :code, :message, :status, :words, :created, :updated, :approve)
            """)
        .param("id", request.requestId())
        .param("agreement", request.agreementId())
        .param("code", request.reasonCode())
        .param("message", request.reasonMessage())
        .param("status", request.status().name())
        .param("words", request.statusMessage())
        .param("created", Rows.millis(request.createdAt()))
        .param("updated", Rows.millis(request.updatedAt()))
        .param("approve", Rows.millis(request.approveAt()))
        .update();
  }

  void update(CancellationRequest request) {
    int rows =
        database
            .sql()
            .sql(
                """
                UPDATE cancellation_request SET status = :status, status_message = :words,
                  updated_at = :updated, approve_at = :approve
                WHERE request_id = :id
                """)
            .param("id", request.requestId())
            .param("status", request.status().name())
            .param("words", request.statusMessage())
            .param("updated", Rows.millis(request.updatedAt()))
            .param("approve", Rows.millis(request.approveAt()))
            .update();
    if (rows != 1) {
      throw new IllegalStateException("no request " + request.requestId());
    }
  }

  /** Those about an agreement, oldest first. */
  List<CancellationRequest> of(String agreementId) {
    return database
        .sql()
        .sql("SELECT * FROM cancellation_request WHERE agreement_id = :agreement ORDER BY rowid")
        .param("agreement", agreementId)
        .query((row, _) -> request(row))
        .list();
  }

  /** The open one that is approved by itself next. */
  Optional<CancellationRequest> next() {
    return database
        .sql()
        .sql(
            """
            SELECT request.* FROM cancellation_request request
            JOIN agreement USING (agreement_id)
            WHERE approve_at IS NOT NULL AND product_code IN (:products)
            ORDER BY approve_at, request.rowid LIMIT 1
            """)
        .param("products", settings.allProducts().stream().map(ProductSettings::code).toList())
        .query((row, _) -> request(row))
        .optional();
  }

  /** When that is. */
  Optional<Instant> nextDue() {
    return next().map(CancellationRequest::approveAt);
  }

  private static CancellationRequest request(ResultSet row) throws SQLException {
    return new CancellationRequest(
        Rows.text(row, "request_id"),
        Rows.text(row, "agreement_id"),
        Rows.text(row, "reason_code"),
        Rows.text(row, "reason_message"),
        CancellationStatus.valueOf(Rows.text(row, "status")),
        Rows.text(row, "status_message"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "updated_at"),
        Rows.instantOrNull(row, "approve_at"));
  }
}
