package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.MessageDirectory.State;
import io.countinghouse.marketplace.NotificationReader.Details;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import io.countinghouse.marketplace.NotificationReader.Subject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code marketplace.message}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class MessageTable {

  private final JdbcClient jdbc;

  MessageTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A message on its way to being applied; one that is read again keeps why it was parked. */
  record Stored(long id, String productCode, String body, State state, @Nullable String reason) {}

  /** Fails if rows cannot be written now. */
  void requireTable() {
    jdbc.sql("SELECT 1 FROM marketplace.message LIMIT 1 FOR UPDATE SKIP LOCKED")
        .query(Integer.class)
        .list();
  }

  /** Stores a message unless it is there; its row's id if it was stored now. */
  Optional<Long> store(
      String productCode, String dedupKey, Instant sentAt, Instant receivedAt, String body) {
    return jdbc.sql(
            """
            INSERT INTO marketplace.message (product_code, dedup_key, sent_at, received_at, body)
            VALUES (:product, :key, :sentAt, :receivedAt, :body)
            ON CONFLICT (product_code, dedup_key) DO NOTHING
            RETURNING id\
            """)
        .param("product", productCode)
        .param("key", dedupKey)
        .param("sentAt", SqlTime.utc(sentAt))
        .param("receivedAt", SqlTime.utc(receivedAt))
        .param("body", body)
        .query(Long.class)
        .optional();
  }

  Optional<Stored> lock(long id) {
    return jdbc.sql(
            "SELECT id, product_code, body, state, reason FROM marketplace.message WHERE id = :id FOR"
                + " UPDATE")
        .param("id", id)
        .query((rs, _) ->
            new Stored(
                rs.getLong("id"),
                rs.getString("product_code"),
                rs.getString("body"),
                State.valueOf(rs.getString("state")),
                rs.getString("reason")))
        .optional();
  }

  /** Stores what a message says and that it counts for an agreement. */
  void apply(long id, AgreementId agreement, Understood said, Instant now) {
    read(id, said, State.APPLIED, null, agreement, now);
  }

  /** Stores what a message says; it waits until AWS tells the licence of its agreement. */
  void keepWaiting(long id, Understood said, String reason) {
    read(id, said, State.WAITING, reason, null, null);
  }

  /** Stores what a message says; a person must look why nothing can be done with it. */
  void park(long id, Understood said, String reason) {
    read(id, said, State.PARKED, reason, null, null);
  }

  private void read(
      long id,
      Understood said,
      State state,
      @Nullable String reason,
      @Nullable AgreementId agreement,
      @Nullable Instant appliedAt) {
    Details details = said.details();
    about(
            jdbc.sql(
                """
                UPDATE marketplace.message
                   SET state = :state, reason = :reason, agreement_id = :agreement, applied_at = :at, fact = :fact,
                       about_product = :product, about_customer = :customer, about_license = :license,
                       about_aws_agreement = :awsAgreement, previous_aws_agreement = :previous, intent = :intent,
                       about_account = :account, offer_id = :offer, free_trial = :trial, starts_at = :starts,
                       ends_at = :ends, resold = :resold
                 WHERE id = :id\
                """),
            said.subject())
        .param("state", state.name())
        .param("reason", reason)
        .param("agreement", agreement == null ? null : agreement.value())
        .param("at", utc(appliedAt))
        .param("fact", said.fact().name())
        .param("previous", details.previousAwsAgreementId())
        .param("intent", details.intent())
        .param("account", details.awsAccountId())
        .param("offer", details.offerId())
        .param("trial", details.freeTrial())
        .param("starts", utc(details.startsAt()))
        .param("ends", utc(details.endsAt()))
        .param("resold", details.resold())
        .param("id", id)
        .update();
  }

  private static StatementSpec about(StatementSpec statement, Subject subject) {
    return switch (subject) {
      case Subject.OfCustomer(AgreementKey.Customer(String product, String customer)) ->
          about(statement, product, customer, null, null);
      case Subject.OfLicense(String product, AgreementKey.License(LicenseArn arn), String aws) ->
          about(statement, product, null, arn.id(), aws);
      case Subject.OfLicenseId(String product, String license, String aws) ->
          about(statement, product, null, license, aws);
      case Subject.OfAwsAgreement(String aws) -> about(statement, null, null, null, aws);
    };
  }

  private static StatementSpec about(
      StatementSpec statement,
      @Nullable String product,
      @Nullable String customer,
      @Nullable String license,
      @Nullable String awsAgreement) {
    return statement
        .param("product", product)
        .param("customer", customer)
        .param("license", license)
        .param("awsAgreement", awsAgreement);
  }

  /** Applies a fact of our own about an agreement. */
  void applyOwn(long id, AgreementId agreement, Fact fact, Instant now) {
    jdbc.sql(
            """
            UPDATE marketplace.message
               SET state = 'APPLIED', fact = :fact, agreement_id = :agreement, applied_at = :now
             WHERE id = :id\
            """)
        .param("fact", fact.name())
        .param("agreement", agreement.value())
        .param("now", SqlTime.utc(now))
        .param("id", id)
        .update();
  }

  /**
   * Sets a message aside that says nothing to apply.
   *
   * @param state PARKED for a person to look at, NOTED if nobody needs to
   */
  void setAside(long id, State state, String reason, @Nullable String awsAgreementId) {
    jdbc.sql(
            """
            UPDATE marketplace.message SET state = :state, reason = :reason, about_aws_agreement = :awsAgreement
             WHERE id = :id\
            """)
        .param("state", state.name())
        .param("reason", reason)
        .param("awsAgreement", awsAgreementId)
        .param("id", id)
        .update();
  }

  /** The agreements that AWS said this one renews or replaces. */
  List<String> previousOf(String awsAgreementId) {
    return jdbc.sql(
            """
            SELECT DISTINCT previous_aws_agreement AS previous FROM marketplace.message
             WHERE about_aws_agreement = :aws AND previous_aws_agreement IS NOT NULL\
            """)
        .param("aws", awsAgreementId)
        .query((rs, _) -> rs.getString("previous"))
        .list();
  }

  /** Applies what was parked because its customer was unknown; says how many. */
  int applyParked(AgreementId agreement, AgreementKey.Customer key, Instant now) {
    return jdbc.sql(
            """
            UPDATE marketplace.message
               SET state = 'APPLIED', agreement_id = :agreement, reason = NULL, applied_at = :now
             WHERE state = 'PARKED' AND fact IS NOT NULL AND about_product = :product AND about_customer = :customer\
            """)
        .param("agreement", agreement.value())
        .param("now", SqlTime.utc(now))
        .param("product", key.productCode())
        .param("customer", key.identifier())
        .update();
  }

  /** Applies what waited, or was parked, because AWS's agreement had no licence yet. */
  void applyLinked(AgreementId agreement, String awsAgreementId, Instant now) {
    jdbc.sql(
            """
            UPDATE marketplace.message
               SET state = 'APPLIED', agreement_id = :agreement, reason = NULL, applied_at = :now
             WHERE state IN ('WAITING', 'PARKED') AND fact IS NOT NULL AND about_license IS NULL
               AND about_aws_agreement = :awsAgreement\
            """)
        .param("agreement", agreement.value())
        .param("now", SqlTime.utc(now))
        .param("awsAgreement", awsAgreementId)
        .update();
  }

  /**
   * All that was said of an agreement, by its senders' times, equal times by arrival: of its key,
   * of AWS's agreements of its licence, and that another one renews or replaces these.
   */
  List<Standing.Dated> factsOf(AgreementId agreement) {
    return jdbc.sql(
            """
            SELECT fact, sent_at, id, about_aws_agreement, about_account, offer_id, free_trial, intent,
                   previous_aws_agreement, starts_at, ends_at
              FROM marketplace.message WHERE agreement_id = :agreement AND state = 'APPLIED'
            UNION
            SELECT m.fact, m.sent_at, m.id, m.about_aws_agreement, m.about_account, m.offer_id, m.free_trial, m.intent,
                   m.previous_aws_agreement, m.starts_at, m.ends_at
              FROM marketplace.aws_agreement l
              JOIN marketplace.message m ON m.about_aws_agreement = l.aws_agreement_id
             WHERE l.agreement_id = :agreement AND m.state = 'APPLIED' AND m.about_license IS NULL
            UNION
            SELECT 'SUCCEEDED', m.sent_at, m.id, m.previous_aws_agreement, NULL, NULL, NULL, NULL, NULL, m.starts_at, NULL
              FROM marketplace.aws_agreement l
              JOIN marketplace.message m ON m.previous_aws_agreement = l.aws_agreement_id
             WHERE l.agreement_id = :agreement AND m.fact = 'CREATED' AND m.state IN ('APPLIED', 'WAITING')
               -- Cancelled before it began, it renews nothing.
               AND NOT EXISTS (SELECT 1 FROM marketplace.message e
                                WHERE e.about_aws_agreement = m.about_aws_agreement AND e.fact = 'ENDED'
                                  AND e.sent_at < m.starts_at)
             ORDER BY sent_at, id, fact\
            """)
        .param("agreement", agreement.value())
        .query((rs, _) ->
            new Standing.Dated(
                Fact.valueOf(rs.getString("fact")),
                SqlTime.instant(rs, "sent_at"),
                rs.getString("about_aws_agreement"),
                new Details(
                    rs.getString("about_account"),
                    rs.getString("offer_id"),
                    rs.getObject("free_trial", Boolean.class),
                    rs.getString("intent"),
                    rs.getString("previous_aws_agreement"),
                    SqlTime.optional(rs, "starts_at").orElse(null),
                    SqlTime.optional(rs, "ends_at").orElse(null),
                    false)))
        .list();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : SqlTime.utc(instant);
  }
}
