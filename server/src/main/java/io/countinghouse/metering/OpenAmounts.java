package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.Product;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What records that AWS does not have add up to. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
class OpenAmounts {

  private final JdbcClient jdbc;

  OpenAmounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Sum(long records, @Nullable Money amount) {}

  /** Records to send or unanswered, of hours before one. */
  Alarm unreported(AlarmKind kind, Hour before) {
    return alarm(
        kind,
        jdbc.sql(
                """
                SELECT currency, count(*) AS records, sum(amount) AS amount FROM metering.record
                 WHERE state IN ('DUE', 'SENT') AND hour < :before GROUP BY currency ORDER BY currency\
                """)
            .param("before", SqlTime.utc(before.start())));
  }

  /** The same, of one product. */
  Alarm before(AlarmKind kind, Product product, Hour before) {
    return alarm(
        kind,
        jdbc.sql(
                """
                SELECT currency, count(*) AS records, sum(amount) AS amount FROM metering.record
                 WHERE product_code = :product AND state IN ('DUE', 'SENT') AND hour < :before
                 GROUP BY currency ORDER BY currency\
                """)
            .param("product", product.code())
            .param("before", SqlTime.utc(before.start())));
  }

  /** Records to send or unanswered, of some agreements. */
  Alarm openOf(AlarmKind kind, List<AgreementId> agreements) {
    return alarm(
        kind,
        jdbc.sql(
                """
                SELECT currency, count(*) AS records, sum(amount) AS amount FROM metering.record
                 WHERE agreement_id = ANY (:ids) AND state IN ('DUE', 'SENT')
                 GROUP BY currency ORDER BY currency\
                """)
            .param("ids", agreements.stream().map(AgreementId::value).toArray(String[]::new)));
  }

  /**
   * Records to send or unanswered, of agreements that are over: AWS takes them no more, or soon.
   */
  Alarm openOfEnded(AlarmKind kind) {
    return alarm(
        kind,
        jdbc.sql(
            """
            SELECT r.currency, count(*) AS records, sum(r.amount) AS amount
              FROM metering.record r JOIN marketplace.agreement a ON a.id = r.agreement_id
             WHERE r.urgent AND r.state IN ('DUE', 'SENT') AND a.state = 'ENDED'
             GROUP BY r.currency ORDER BY r.currency\
            """));
  }

  /** Records in a state that a person must decide about. */
  Alarm undecided(AlarmKind kind, RecordState state) {
    return alarm(
        kind,
        jdbc.sql(
                """
                SELECT currency, count(*) AS records, sum(amount) AS amount FROM metering.record
                 WHERE %s AND state = :state
                 GROUP BY currency ORDER BY currency\
                """
                    .formatted(MeteringRecords.UNDECIDED))
            .param("state", state.name()));
  }

  /** Open cases in which AWS's books or agreements differ from ours. */
  Alarm differences(AlarmKind kind, Differences.Kind of) {
    return alarm(
        kind,
        jdbc.sql(
                """
                SELECT currency, count(*) AS records, sum(amount) AS amount FROM metering.difference
                 WHERE state = 'OPEN' AND kind = :kind GROUP BY currency ORDER BY currency\
                """)
            .param("kind", of.name()));
  }

  private static Alarm alarm(AlarmKind kind, JdbcClient.StatementSpec statement) {
    List<Sum> sums = statement.query((rs, _) -> new Sum(rs.getLong("records"), money(rs))).list();
    return new Alarm(
        kind,
        sums.stream().mapToLong(Sum::records).sum(),
        sums.stream().flatMap(it -> Stream.ofNullable(it.amount())).toList());
  }

  /** An amount; none where no money differs. */
  private static @Nullable Money money(ResultSet rs) throws SQLException {
    BigDecimal amount = rs.getBigDecimal("amount");
    return amount == null ? null : Money.of(amount, Currency.getInstance(rs.getString("currency")));
  }

  /** Two alarms of one kind together. */
  Alarm plus(Alarm one, Alarm other) {
    List<Money> amounts = new ArrayList<>(one.amounts());
    for (Money amount : other.amounts()) {
      Money same =
          amounts.stream()
              .filter(it -> it.currency().equals(amount.currency()))
              .findFirst()
              .orElse(Money.zero(amount.currency()));
      amounts.remove(same);
      amounts.add(same.plus(amount));
    }
    return new Alarm(one.kind(), one.count() + other.count(), amounts);
  }

  /** Whether records of a product wait to be sent or answered. */
  boolean waitsFor(Product product) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM metering.record
                            WHERE product_code = :product AND state IN ('DUE', 'SENT'))\
            """)
        .param("product", product.code())
        .query((rs, _) -> rs.getBoolean(1))
        .single();
  }

  /** What came of the last answered call of a product; empty before there is one. */
  Optional<CallTable.Outcome> lastOutcomeOf(Product product) {
    return jdbc.sql(
            """
            SELECT outcome FROM metering.call
             WHERE product_code = :product AND outcome IS NOT NULL ORDER BY id DESC LIMIT 1\
            """)
        .param("product", product.code())
        .query((rs, _) -> CallTable.Outcome.valueOf(rs.getString("outcome")))
        .optional();
  }

  static boolean isMisconfigured(CallTable.Outcome outcome) {
    return outcome == CallTable.Outcome.MISCONFIGURED;
  }
}
