package io.countinghouse.metering;

import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What our own rows and messages know of AWS's agreements. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
class KnownAgreements {

  private final JdbcClient jdbc;

  KnownAgreements(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those of AWS's ids whose offer a channel partner made; a search by who proposed omits them. */
  Set<String> resold(Set<String> awsAgreements) {
    return new HashSet<>(
        jdbc.sql(
                """
                SELECT about_aws_agreement FROM marketplace.message
                 WHERE about_aws_agreement = ANY (:ids) AND resold\
                """)
            .param("ids", awsAgreements.toArray(String[]::new))
            .query((rs, _) -> rs.getString(1))
            .list());
  }

  /**
   * Those of AWS's ids, of agreements active there, that are so here: paid for by a row that is
   * active, ending or about to start. What was told since an instant may be on its way, what starts
   * later has no licence yet, and what is parked waits for a person already.
   */
  Set<String> among(Set<String> awsAgreements, Instant underwaySince) {
    return new HashSet<>(
        jdbc.sql(
                """
                SELECT l.aws_agreement_id
                  FROM marketplace.aws_agreement l JOIN marketplace.agreement a ON a.id = l.agreement_id
                 WHERE l.aws_agreement_id = ANY (:ids)
                   AND (a.state IN ('ACTIVE', 'ENDING') OR a.state = 'PENDING' AND a.starts_at >= :since
                        OR l.linked_at >= :since)
                UNION
                SELECT about_aws_agreement FROM marketplace.message
                 WHERE about_aws_agreement = ANY (:ids)
                   AND (received_at >= :since OR starts_at >= :since OR state = 'PARKED')\
                """)
            .param("ids", awsAgreements.toArray(String[]::new))
            .param("since", SqlTime.utc(underwaySince))
            .query((rs, _) -> rs.getString(1))
            .list());
  }
}
