package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
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

  private static final String COLUMNS =
      """
      id, product_code, customer_identifier, aws_account_id, offer_id, free_trial, state, period_started_at,
      ending_since, ended_at, version\
      """;

  private final JdbcClient jdbc;

  AgreementTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Holds a legacy key until the transaction ends, whether or not its row exists yet. */
  void lockKey(String productCode, String customerIdentifier) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
        .param("key", productCode + "/" + customerIdentifier)
        .query((_, _) -> true)
        .single();
  }

  /** Makes the row of a legacy agreement unless it exists; true if it was made. */
  boolean make(AgreementId id, String productCode, String customerIdentifier, Instant now) {
    return jdbc.sql(
                """
                INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, created_at)
                VALUES (:id, :product, :customer, 'PENDING', :now)
                ON CONFLICT (product_code, customer_identifier) DO NOTHING\
                """)
            .param("id", id.value())
            .param("product", productCode)
            .param("customer", customerIdentifier)
            .param("now", SqlTime.utc(now))
            .update()
        == 1;
  }

  Optional<Agreement> lock(String productCode, String customerIdentifier) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM marketplace.agreement WHERE product_code = :product AND"
                + " customer_identifier = :customer FOR NO KEY UPDATE")
        .param("product", productCode)
        .param("customer", customerIdentifier)
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
                   SET aws_account_id = :account, offer_id = :offer, free_trial = :trial, state = :state,
                       period_started_at = :started, ending_since = :ending, ended_at = :ended, version = version + 1
                 WHERE id = :id AND version = :version\
                """)
            .param("account", agreement.awsAccountId())
            .param("offer", agreement.offerId())
            .param("trial", agreement.freeTrial())
            .param("state", agreement.state().name())
            .param("started", utc(agreement.periodStartedAt()))
            .param("ending", utc(agreement.endingSince()))
            .param("ended", utc(agreement.endedAt()))
            .param("id", agreement.id().value())
            .param("version", agreement.version())
            .update();
    if (rows != 1) {
      throw new IllegalStateException(
          "agreement %s is no longer at version %d".formatted(agreement.id(), agreement.version()));
    }
    return find(agreement.id()).orElseThrow();
  }

  void storeMove(AgreementId id, AgreementState from, AgreementState to, Instant at, String cause) {
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement_move (agreement_id, from_state, to_state, at, cause)
            VALUES (:id, :from, :to, :at, :cause)\
            """)
        .param("id", id.value())
        .param("from", from.name())
        .param("to", to.name())
        .param("at", SqlTime.utc(at))
        .param("cause", cause)
        .update();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : SqlTime.utc(instant);
  }

  private static Agreement agreement(ResultSet rs, int row) throws SQLException {
    return new Agreement(
        new AgreementId(rs.getString("id")),
        rs.getString("product_code"),
        rs.getString("customer_identifier"),
        rs.getString("aws_account_id"),
        rs.getString("offer_id"),
        rs.getBoolean("free_trial"),
        AgreementState.valueOf(rs.getString("state")),
        SqlTime.optional(rs, "period_started_at").orElse(null),
        SqlTime.optional(rs, "ending_since").orElse(null),
        SqlTime.optional(rs, "ended_at").orElse(null),
        rs.getLong("version"));
  }
}
