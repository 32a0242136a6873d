package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code marketplace.agreement} and their moves. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class AgreementTable {

  static final String COLUMNS =
      """
      id, product_code, customer_identifier, license_arn, aws_account_id, aws_agreement_id, offer_id, free_trial,
      starts_at, ends_at, state, period_started_at, ending_since, ended_at, successor_id, version\
      """;

  private final JdbcClient jdbc;

  AgreementTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Holds a key until the transaction ends, whether or not its row exists yet. */
  void lockKey(AgreementKey key) {
    switch (key) {
      case AgreementKey.Customer(String product, String identifier) ->
          hold("agreement " + product + "/" + identifier);
      case AgreementKey.License(LicenseArn arn) -> lockLicense(arn.id());
    }
  }

  /** Holds the key of a licence, named by its id. */
  void lockLicense(String licenseId) {
    hold("agreement " + licenseId);
  }

  /** The key of the licence with an id, if its agreement is known. */
  Optional<AgreementKey.License> keyOfLicense(String licenseId) {
    return jdbc.sql("SELECT license_arn FROM marketplace.agreement WHERE license_id = :license")
        .param("license", licenseId)
        .query((rs, _) -> new AgreementKey.License(new LicenseArn(rs.getString("license_arn"))))
        .optional();
  }

  /** Holds AWS's id of an agreement until the transaction ends. */
  void lockAwsAgreement(String awsAgreementId) {
    hold("aws agreement " + awsAgreementId);
  }

  private void hold(String name) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        .param("name", name)
        .query((_, _) -> true)
        .single();
  }

  /** Makes the row of a key unless it exists; true if it was made. */
  boolean make(AgreementId id, String productCode, AgreementKey key, Instant now) {
    return jdbc.sql(
                """
                INSERT INTO marketplace.agreement
                  (id, product_code, customer_identifier, license_id, license_arn, state, created_at)
                VALUES (:id, :product, :customer, :license, :arn, 'PENDING', :now)
                ON CONFLICT DO NOTHING\
                """)
            .param("id", id.value())
            .param("product", productCode)
            .param("customer", customerOf(key))
            .param("license", licenseOf(key))
            .param("arn", key instanceof AgreementKey.License(LicenseArn arn) ? arn.value() : null)
            .param("now", SqlTime.utc(now))
            .update()
        == 1;
  }

  private static @Nullable String customerOf(AgreementKey key) {
    return key instanceof AgreementKey.Customer(String _, String identifier) ? identifier : null;
  }

  private static @Nullable String licenseOf(AgreementKey key) {
    return key instanceof AgreementKey.License(LicenseArn arn) ? arn.id() : null;
  }

  Optional<Agreement> lock(AgreementKey key) {
    String condition =
        switch (key) {
          case AgreementKey.Customer _ ->
              "product_code = :product AND customer_identifier = :customer";
          case AgreementKey.License _ -> "license_id = :license";
        };
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM marketplace.agreement WHERE "
                + condition
                + " FOR NO KEY UPDATE")
        .param(
            "product",
            key instanceof AgreementKey.Customer(String product, String _) ? product : null)
        .param("customer", customerOf(key))
        .param("license", licenseOf(key))
        .query(AgreementTable::agreement)
        .optional();
  }

  Optional<Agreement> lock(AgreementId id) {
    return jdbc.sql(
            "SELECT " + COLUMNS + " FROM marketplace.agreement WHERE id = :id FOR NO KEY UPDATE")
        .param("id", id.value())
        .query(AgreementTable::agreement)
        .optional();
  }

  /** Locks the agreements of AWS's agreement ids, in id order. */
  List<Agreement> lockLinked(Collection<String> awsAgreementIds) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM marketplace.agreement WHERE id IN (SELECT agreement_id FROM"
                + " marketplace.aws_agreement WHERE aws_agreement_id = ANY (:ids)) ORDER BY id FOR"
                + " NO KEY UPDATE")
        .param("ids", awsAgreementIds.toArray(String[]::new))
        .query(AgreementTable::agreement)
        .list();
  }

  /** Notes that AWS named an agreement of its together with a licence of ours. */
  void link(String awsAgreementId, AgreementId id, Instant now) {
    jdbc.sql(
            """
            INSERT INTO marketplace.aws_agreement (aws_agreement_id, agreement_id, linked_at)
            VALUES (:aws, :id, :now) ON CONFLICT DO NOTHING\
            """)
        .param("aws", awsAgreementId)
        .param("id", id.value())
        .param("now", SqlTime.utc(now))
        .update();
  }

  /** AWS's agreement ids of an agreement, in the order in which we learned of them. */
  List<String> awsAgreementsOf(AgreementId id) {
    return jdbc.sql(
            "SELECT aws_agreement_id FROM marketplace.aws_agreement WHERE agreement_id = :id ORDER BY"
                + " linked_at, aws_agreement_id")
        .param("id", id.value())
        .query((rs, _) -> rs.getString("aws_agreement_id"))
        .list();
  }

  Optional<Agreement> find(AgreementId id) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM marketplace.agreement WHERE id = :id")
        .param("id", id.value())
        .query(AgreementTable::agreement)
        .optional();
  }

  List<Agreement> all(Collection<AgreementId> ids) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM marketplace.agreement WHERE id = ANY (:ids)")
        .param("ids", ids.stream().map(AgreementId::value).toArray(String[]::new))
        .query(AgreementTable::agreement)
        .list();
  }

  /** The product codes of those of the ids that exist. */
  Map<AgreementId, String> productCodes(Collection<AgreementId> ids) {
    Map<AgreementId, String> codes = HashMap.newHashMap(ids.size());
    jdbc.sql("SELECT id, product_code FROM marketplace.agreement WHERE id = ANY (:ids)")
        .param("ids", ids.stream().map(AgreementId::value).toArray(String[]::new))
        .query(rs -> {
          codes.put(new AgreementId(rs.getString("id")), rs.getString("product_code"));
        });
    return codes;
  }

  /** Agreements in a state, by id, after a cursor. */
  List<AgreementId> inState(AgreementState state, @Nullable AgreementId after, int limit) {
    return jdbc.sql(
            "SELECT id FROM marketplace.agreement WHERE state = :state AND id > :after ORDER BY id"
                + " LIMIT :limit")
        .param("state", state.name())
        .param("after", after == null ? "" : after.value())
        .param("limit", limit)
        .query((rs, _) -> new AgreementId(rs.getString("id")))
        .list();
  }

  /** Keeps a licence's ARN as AWS's API told it: what an event printed had to be completed. */
  Agreement readdress(Agreement agreement, LicenseArn arn) {
    jdbc.sql(
            "UPDATE marketplace.agreement SET license_arn = :arn, version = version + 1 WHERE id = :id")
        .param("arn", arn.value())
        .param("id", agreement.id().value())
        .update();
    return find(agreement.id()).orElseThrow();
  }

  /**
   * Writes an agreement over the version it was read at.
   *
   * @throws IllegalStateException if somebody else wrote it meanwhile
   */
  Agreement update(Agreement agreement) {
    int rows =
        jdbc.sql(
                """
                UPDATE marketplace.agreement
                   SET aws_account_id = :account, aws_agreement_id = :awsAgreement, offer_id = :offer,
                       free_trial = :trial, starts_at = :starts, ends_at = :ends, state = :state,
                       period_started_at = :started, ending_since = :ending, ended_at = :ended,
                       successor_id = :successor, version = version + 1
                 WHERE id = :id AND version = :version\
                """)
            .param("account", agreement.awsAccountId())
            .param("awsAgreement", agreement.terms().awsAgreementId())
            .param("offer", agreement.terms().offerId())
            .param("trial", agreement.terms().freeTrial())
            .param("starts", utc(agreement.terms().startsAt()))
            .param("ends", utc(agreement.terms().endsAt()))
            .param("state", agreement.state().name())
            .param("started", utc(agreement.periodStartedAt()))
            .param("ending", utc(agreement.endingSince()))
            .param("ended", utc(agreement.endedAt()))
            .param(
                "successor", agreement.successor() == null ? null : agreement.successor().value())
            .param("id", agreement.id().value())
            .param("version", agreement.version())
            .update();
    if (rows != 1) {
      throw new IllegalStateException(
          "agreement %s is no longer at version %d".formatted(agreement.id(), agreement.version()));
    }
    return find(agreement.id()).orElseThrow();
  }

  void storeMove(
      AgreementId id, AgreementState from, AgreementState to, Instant at, Cause<MoveCause> cause) {
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement_move (agreement_id, from_state, to_state, at, cause)
            VALUES (:id, :from, :to, :at, :cause)\
            """)
        .param("id", id.value())
        .param("from", from.name())
        .param("to", to.name())
        .param("at", SqlTime.utc(at))
        .param("cause", cause.stored())
        .update();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : SqlTime.utc(instant);
  }

  static Agreement agreement(ResultSet rs, int row) throws SQLException {
    String successor = rs.getString("successor_id");
    return new Agreement(
        new AgreementId(rs.getString("id")),
        rs.getString("product_code"),
        key(rs),
        rs.getString("aws_account_id"),
        new Agreement.Terms(
            rs.getString("aws_agreement_id"),
            rs.getString("offer_id"),
            rs.getBoolean("free_trial"),
            SqlTime.optional(rs, "starts_at").orElse(null),
            SqlTime.optional(rs, "ends_at").orElse(null)),
        AgreementState.valueOf(rs.getString("state")),
        SqlTime.optional(rs, "period_started_at").orElse(null),
        SqlTime.optional(rs, "ending_since").orElse(null),
        SqlTime.optional(rs, "ended_at").orElse(null),
        successor == null ? null : new AgreementId(successor),
        rs.getLong("version"));
  }

  private static AgreementKey key(ResultSet rs) throws SQLException {
    String customer = rs.getString("customer_identifier");
    return customer == null
        ? new AgreementKey.License(new LicenseArn(rs.getString("license_arn")))
        : new AgreementKey.Customer(rs.getString("product_code"), customer);
  }
}
