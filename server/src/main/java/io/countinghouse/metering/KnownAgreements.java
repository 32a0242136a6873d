package io.countinghouse.metering;

import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which of AWS's agreements we were told of, by a message or a landing. */
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

  /** Those of AWS's ids that we know. */
  Set<String> among(Set<String> awsAgreements) {
    return new HashSet<>(
        jdbc.sql(
                """
                SELECT aws_agreement_id FROM marketplace.aws_agreement WHERE aws_agreement_id = ANY (:ids)
                UNION
                SELECT about_aws_agreement FROM marketplace.message WHERE about_aws_agreement = ANY (:ids)\
                """)
            .param("ids", awsAgreements.toArray(String[]::new))
            .query((rs, _) -> rs.getString(1))
            .list());
  }
}
