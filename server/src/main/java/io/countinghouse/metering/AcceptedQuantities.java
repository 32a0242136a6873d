package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.MarketplaceBill.Charge;
import io.countinghouse.marketplace.Product;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What AWS accepted from us, and whose a charge of AWS is. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
class AcceptedQuantities {

  private final JdbcClient jdbc;

  AcceptedQuantities(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a quantity is about. */
  record Key(AgreementId agreement, String dimension, Hour hour) {}

  /** The quantities of a product's accepted records, of the hours from one to before another. */
  Map<Key, Long> of(Product product, Instant from, Instant before) {
    Map<Key, Long> accepted = new HashMap<>();
    jdbc.sql(
            """
            SELECT agreement_id, dimension, hour, quantity FROM metering.record
             WHERE product_code = :product AND state = 'ACCEPTED' AND hour >= :from AND hour < :before\
            """)
        .param("product", product.code())
        .param("from", SqlTime.utc(from))
        .param("before", SqlTime.utc(before))
        .query(rs -> {
          Key key =
              new Key(
                  new AgreementId(rs.getString("agreement_id")),
                  rs.getString("dimension"),
                  new Hour(SqlTime.instant(rs, "hour")));
          accepted.put(key, rs.getLong("quantity"));
        });
    return accepted;
  }

  /**
   * Our agreement that a charge is about: by AWS's id of it, or where that is unknown (the legacy
   * model) by the buyer's account; empty unless there is exactly one.
   */
  Optional<AgreementId> agreementOf(Product product, Charge charge) {
    List<AgreementId> found =
        jdbc.sql(
                """
                SELECT a.id FROM marketplace.agreement a
                 WHERE a.product_code = :product
                   AND (a.license_id IS NULL AND a.aws_account_id = :account
                        OR EXISTS (SELECT 1 FROM marketplace.aws_agreement l
                                    WHERE l.agreement_id = a.id AND l.aws_agreement_id = :awsAgreement))\
                """)
            .param("product", product.code())
            .param("account", charge.awsAccountId())
            .param("awsAgreement", charge.awsAgreementId())
            .query((rs, _) -> new AgreementId(rs.getString("id")))
            .list();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
