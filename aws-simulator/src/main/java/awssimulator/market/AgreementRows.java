package awssimulator.market;

import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.stereotype.Component;

/** The agreements as rows; every method joins the open transaction. */
@Component
class AgreementRows {
  private static final String SELECT =
      """
      SELECT agreement.*, account.suspended AS account_suspended
      FROM agreement JOIN account USING (account_id)
      """;

  private final Database database;
  private final SimulatorSettings settings;

  AgreementRows(Database database, SimulatorSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  void insert(Agreement agreement) {
    database
        .sql()
        .sql(
            """
            INSERT INTO agreement (agreement_id, product_code, account_id, license_arn, license_id,
              model, offer_id, private_offer, intent, previous_agreement_id, accepted_at, start_at,
              end_at, free_trial_ends_at, auto_renew, renewal_disabled_by, total_contract_value,
              reseller_account_id, resale_authorization_id, quantities, state, aws_status, holding,
              created_at, started_at, active_at, cancelled_at, deprovision_at, window_ends_at,
              ended_at, suspended, advisory_issued_at, advisory_resolved_at, noticed_until, due_at)
            VALUES (:id, :product, :account, :license, :licenseId,
              :model, :offer, :private, :intent, :previous, :accepted, :start,
              :end, :trial, :renew, :disabledBy, :value,
              :reseller, :authorization, :quantities, :state, :status, :holding,
              :created, :started, :active, :cancelled, :deprovision, :window,
              :ended, :suspended, :issued, :resolved, :noticed, :due)
            """)
        .paramSource(
            parameters(agreement)
                .addValue(
                    "model",
                    settings.product(agreement.productCode()).orElseThrow().model().name()))
        .update();
  }

  void update(Agreement agreement) {
    int rows =
        database
            .sql()
            .sql(
                """
                UPDATE agreement SET offer_id = :offer, private_offer = :private,
                  accepted_at = :accepted, start_at = :start, end_at = :end,
                  auto_renew = :renew, renewal_disabled_by = :disabledBy,
                  total_contract_value = :value, quantities = :quantities, state = :state,
                  aws_status = :status, holding = :holding, started_at = :started,
                  active_at = :active, cancelled_at = :cancelled, deprovision_at = :deprovision,
                  window_ends_at = :window, ended_at = :ended, suspended = :suspended,
                  advisory_issued_at = :issued, advisory_resolved_at = :resolved,
                  noticed_until = :noticed, due_at = :due
                WHERE agreement_id = :id
                """)
            .paramSource(parameters(agreement))
            .update();
    if (rows != 1) {
      throw new IllegalStateException("no agreement " + agreement.agreementId());
    }
  }

  private MapSqlParameterSource parameters(Agreement agreement) {
    return AgreementColumns.of(agreement).addValue("due", Rows.millis(due(agreement)));
  }

  private @Nullable Instant due(Agreement agreement) {
    return settings
        .product(agreement.productCode())
        .flatMap(product -> Calendar.nextDue(agreement, product))
        .orElse(null);
  }

  Optional<Agreement> find(String agreementId) {
    return database
        .sql()
        .sql(SELECT + "WHERE agreement_id = :id")
        .param("id", agreementId)
        .query((row, _) -> AgreementColumns.agreement(row))
        .optional();
  }

  /** The newest agreement that has or had that licence and was not a failure. */
  Optional<Agreement> byLicense(String licenseId) {
    return database
        .sql()
        .sql(
            SELECT
                + """
                WHERE license_id = :license AND state <> 'FAILED'
                ORDER BY agreement.created_at DESC, agreement.rowid DESC LIMIT 1
                """)
        .param("license", licenseId)
        .query((row, _) -> AgreementColumns.agreement(row))
        .optional();
  }

  /** All agreements of an account with a product, newest first. */
  List<Agreement> of(String accountId, String productCode) {
    return database
        .sql()
        .sql(
            SELECT
                + """
                WHERE account_id = :account AND product_code = :product
                ORDER BY agreement.created_at DESC, agreement.rowid DESC
                """)
        .param("account", accountId)
        .param("product", productCode)
        .query((row, _) -> AgreementColumns.agreement(row))
        .list();
  }

  /** All agreements, newest first. */
  List<Agreement> all() {
    return database
        .sql()
        .sql(SELECT + "ORDER BY agreement.created_at DESC, agreement.rowid DESC")
        .query((row, _) -> AgreementColumns.agreement(row))
        .list();
  }

  /** The products there are: nothing is due of one that was taken from the settings. */
  private List<String> products() {
    return settings.allProducts().stream().map(ProductSettings::code).toList();
  }

  /** The one with the earliest work due at or before that moment. */
  Optional<Agreement> dueBy(Instant moment) {
    return database
        .sql()
        .sql(
            SELECT
                + """
                WHERE due_at <= :moment AND product_code IN (:products)
                ORDER BY due_at, agreement.rowid LIMIT 1
                """)
        .param("products", products())
        .param("moment", moment.toEpochMilli())
        .query((row, _) -> AgreementColumns.agreement(row))
        .optional();
  }

  /** When the next work is due. */
  Optional<Instant> nextDue() {
    return database
        .sql()
        .sql(
            """
            SELECT due_at FROM agreement
            WHERE due_at IS NOT NULL AND product_code IN (:products) ORDER BY due_at LIMIT 1
            """)
        .param("products", products())
        .query((row, _) -> Rows.instant(row, "due_at"))
        .optional();
  }
}
