package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the stored messages tell of which agreement follows which. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class SuccessionTable {

  private final JdbcClient jdbc;

  SuccessionTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Renewed or replaced agreements of a buyer and product that have not handed over. */
  List<AgreementId> waitingOf(String productCode, String awsAccountId) {
    return jdbc.sql(
            """
            SELECT id FROM marketplace.agreement
             WHERE product_code = :product AND aws_account_id = :account AND state = 'SUCCEEDED'
               AND successor_id IS NULL ORDER BY id\
            """)
        .param("product", productCode)
        .param("account", awsAccountId)
        .query((rs, _) -> new AgreementId(rs.getString("id")))
        .list();
  }

  /** All that have not handed over, with the time of their renewal, oldest first. */
  List<Waiting> waiting(int limit) {
    return jdbc.sql(
            """
            SELECT a.id, max(m.at) AS since FROM marketplace.agreement a
              JOIN marketplace.agreement_move m ON m.agreement_id = a.id AND m.to_state = 'SUCCEEDED'
             WHERE a.state = 'SUCCEEDED' AND a.successor_id IS NULL
             GROUP BY a.id ORDER BY since, a.id LIMIT :limit\
            """)
        .param("limit", limit)
        .query((rs, _) ->
            new Waiting(new AgreementId(rs.getString("id")), SqlTime.instant(rs, "since")))
        .list();
  }

  record Waiting(AgreementId id, Instant since) {}

  /** How many of them were renewed or replaced at an instant or before. */
  long waitingSince(Instant until) {
    return jdbc.sql(
            """
            SELECT count(*) FROM marketplace.agreement a
             WHERE a.state = 'SUCCEEDED' AND a.successor_id IS NULL
               AND NOT EXISTS (SELECT 1 FROM marketplace.agreement_move m
                                WHERE m.agreement_id = a.id AND m.to_state = 'SUCCEEDED' AND m.at > :until)\
            """)
        .param("until", SqlTime.utc(until))
        .query((rs, _) -> rs.getLong(1))
        .single();
  }

  Optional<Instant> since(AgreementId id) {
    return jdbc.sql(
            """
            SELECT max(at) AS since FROM marketplace.agreement_move
             WHERE agreement_id = :id AND to_state = 'SUCCEEDED'\
            """)
        .param("id", id.value())
        .query((rs, _) -> SqlTime.optional(rs, "since"))
        .single();
  }

  /** Whether AWS named an agreement that renews or replaces this one, of another licence. */
  boolean hasANamedSuccessor(AgreementId id) {
    return jdbc.sql(
            """
            SELECT EXISTS (
              SELECT 1 FROM marketplace.aws_agreement l
                JOIN marketplace.message m ON m.previous_aws_agreement = l.aws_agreement_id AND m.fact = 'CREATED'
               WHERE l.agreement_id = :id
                 AND NOT EXISTS (SELECT 1 FROM marketplace.aws_agreement o
                                  WHERE o.agreement_id = :id AND o.aws_agreement_id = m.about_aws_agreement))\
            """)
        .param("id", id.value())
        .query(Boolean.class)
        .single();
  }

  /**
   * The agreements that AWS named as renewing or replacing this one, as far as they have a licence.
   */
  List<AgreementId> named(AgreementId id) {
    return jdbc.sql(
            """
            SELECT DISTINCT s.agreement_id AS id
              FROM marketplace.aws_agreement l
              JOIN marketplace.message m ON m.previous_aws_agreement = l.aws_agreement_id AND m.fact = 'CREATED'
              JOIN marketplace.aws_agreement s ON s.aws_agreement_id = m.about_aws_agreement
             WHERE l.agreement_id = :id AND s.agreement_id <> :id ORDER BY id\
            """)
        .param("id", id.value())
        .query((rs, _) -> new AgreementId(rs.getString("id")))
        .list();
  }

  /**
   * Agreements of the same buyer and product that renew or replace something AWS did not name, and
   * follow nothing yet (facts, C6), within an hour of the renewal: AWS tells both at once.
   */
  List<AgreementId> unnamed(Agreement from, Instant renewedAt) {
    return jdbc.sql(
            """
            SELECT a.id FROM marketplace.agreement a
             WHERE a.product_code = :product AND a.aws_account_id = :account AND a.id <> :id
               AND a.state IN ('PENDING', 'ACTIVE')
               AND NOT EXISTS (SELECT 1 FROM marketplace.agreement p WHERE p.successor_id = a.id)
               AND EXISTS (SELECT 1 FROM marketplace.aws_agreement l
                             JOIN marketplace.message m ON m.about_aws_agreement = l.aws_agreement_id
                            WHERE l.agreement_id = a.id AND m.fact = 'CREATED' AND m.intent IN ('RENEW', 'REPLACE')
                              AND m.previous_aws_agreement IS NULL
                              AND m.sent_at BETWEEN CAST(:at AS timestamptz) - interval '1 hour'
                                                AND CAST(:at AS timestamptz) + interval '1 hour')
             ORDER BY a.id\
            """)
        .param("product", from.productCode())
        .param("account", from.awsAccountId())
        .param("id", from.id().value())
        .param("at", SqlTime.utc(renewedAt))
        .query((rs, _) -> new AgreementId(rs.getString("id")))
        .list();
  }

  /** Agreements that have not handed over and that AWS named as renewed or replaced by this one. */
  List<AgreementId> predecessorsOf(AgreementId id) {
    return jdbc.sql(
            """
            SELECT DISTINCT p.id
              FROM marketplace.aws_agreement l
              JOIN marketplace.message m ON m.about_aws_agreement = l.aws_agreement_id AND m.fact = 'CREATED'
              JOIN marketplace.aws_agreement o ON o.aws_agreement_id = m.previous_aws_agreement
              JOIN marketplace.agreement p ON p.id = o.agreement_id
             WHERE l.agreement_id = :id AND p.id <> :id AND p.successor_id IS NULL
               AND p.state IN ('ACTIVE', 'ENDING', 'SUCCEEDED') ORDER BY p.id\
            """)
        .param("id", id.value())
        .query((rs, _) -> new AgreementId(rs.getString("id")))
        .list();
  }

  /** Active agreements of the same buyer and product: what a person may choose from. */
  List<AgreementId> choices(Agreement from) {
    return jdbc.sql(
            """
            SELECT id FROM marketplace.agreement
             WHERE product_code = :product AND aws_account_id = :account AND id <> :id AND state = 'ACTIVE'
             ORDER BY id\
            """)
        .param("product", from.productCode())
        .param("account", from.awsAccountId())
        .param("id", from.id().value())
        .query((rs, _) -> new AgreementId(rs.getString("id")))
        .list();
  }
}
