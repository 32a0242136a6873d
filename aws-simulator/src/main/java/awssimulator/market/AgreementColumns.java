package awssimulator.market;

import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.Agreement.State;
import awssimulator.market.Terms.DisabledBy;
import awssimulator.market.Terms.Intent;
import awssimulator.market.Terms.Renewal;
import awssimulator.market.Terms.Reseller;
import awssimulator.store.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How an agreement lies in its columns. */
final class AgreementColumns {
  private static final JsonMapper JSON = new JsonMapper();

  private AgreementColumns() {}

  static MapSqlParameterSource of(Agreement a) {
    MapSqlParameterSource columns =
        new MapSqlParameterSource()
            .addValue("id", a.agreementId())
            .addValue("product", a.productCode())
            .addValue("account", a.accountId())
            .addValue("license", a.licenseArn())
            .addValue("licenseId", a.licenseId());
    addTerms(columns, a.terms());
    addLife(columns, a.life());
    return columns
        .addValue("suspended", a.marks().suspended())
        .addValue("issued", Rows.millis(a.marks().advisoryIssuedAt()))
        .addValue("resolved", Rows.millis(a.marks().advisoryResolvedAt()))
        .addValue("noticed", Rows.millis(a.marks().noticedUntil()));
  }

  private static void addTerms(MapSqlParameterSource columns, Terms terms) {
    Reseller reseller = terms.reseller();
    columns
        .addValue("offer", terms.offerId())
        .addValue("private", terms.privateOffer())
        .addValue("intent", terms.intent().name())
        .addValue("previous", terms.previousAgreementId())
        .addValue("accepted", Rows.millis(terms.acceptedAt()))
        .addValue("start", Rows.millis(terms.startAt()))
        .addValue("end", Rows.millis(terms.endAt()))
        .addValue("trial", Rows.millis(terms.freeTrialEndsAt()))
        .addValue("renew", terms.renewal().enabled())
        .addValue("disabledBy", name(terms.renewal().disabledBy()))
        .addValue("value", terms.renewal().totalContractValue())
        .addValue("reseller", reseller == null ? null : reseller.accountId())
        .addValue("authorization", reseller == null ? null : reseller.resaleAuthorizationId())
        .addValue("quantities", JSON.writeValueAsString(terms.quantities()));
  }

  private static void addLife(MapSqlParameterSource columns, Life life) {
    columns
        .addValue("state", life.state().name())
        .addValue("status", name(life.awsStatus()))
        .addValue("holding", life.holding())
        .addValue("created", Rows.millis(life.createdAt()))
        .addValue("started", Rows.millis(life.startedAt()))
        .addValue("active", Rows.millis(life.activeAt()))
        .addValue("cancelled", Rows.millis(life.cancelledAt()))
        .addValue("deprovision", Rows.millis(life.deprovisionAt()))
        .addValue("window", Rows.millis(life.windowEndsAt()))
        .addValue("ended", Rows.millis(life.endedAt()));
  }

  private static @Nullable String name(@Nullable Enum<?> word) {
    return word == null ? null : word.name();
  }

  static Agreement agreement(ResultSet row) throws SQLException {
    return new Agreement(
        Rows.text(row, "agreement_id"),
        Rows.text(row, "product_code"),
        Rows.text(row, "account_id"),
        Rows.text(row, "license_arn"),
        terms(row),
        life(row),
        new Marks(
            row.getBoolean("suspended"),
            row.getBoolean("account_suspended"),
            Rows.instantOrNull(row, "advisory_issued_at"),
            Rows.instantOrNull(row, "advisory_resolved_at"),
            Rows.instant(row, "noticed_until")));
  }

  private static Terms terms(ResultSet row) throws SQLException {
    String disabledBy = row.getString("renewal_disabled_by");
    String reseller = row.getString("reseller_account_id");
    return new Terms(
        Rows.text(row, "offer_id"),
        row.getBoolean("private_offer"),
        Intent.valueOf(Rows.text(row, "intent")),
        row.getString("previous_agreement_id"),
        Rows.instant(row, "accepted_at"),
        Rows.instant(row, "start_at"),
        Rows.instantOrNull(row, "end_at"),
        Rows.instantOrNull(row, "free_trial_ends_at"),
        new Renewal(
            row.getBoolean("auto_renew"),
            disabledBy == null ? null : DisabledBy.valueOf(disabledBy),
            Rows.text(row, "total_contract_value")),
        reseller == null ? null : new Reseller(reseller, Rows.text(row, "resale_authorization_id")),
        JSON.readValue(Rows.text(row, "quantities"), new TypeReference<Map<String, Long>>() {}));
  }

  private static Life life(ResultSet row) throws SQLException {
    String status = row.getString("aws_status");
    return new Life(
        State.valueOf(Rows.text(row, "state")),
        status == null ? null : AwsStatus.valueOf(status),
        row.getBoolean("holding"),
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "started_at"),
        Rows.instantOrNull(row, "active_at"),
        Rows.instantOrNull(row, "cancelled_at"),
        Rows.instantOrNull(row, "deprovision_at"),
        Rows.instantOrNull(row, "window_ends_at"),
        Rows.instantOrNull(row, "ended_at"));
  }
}
