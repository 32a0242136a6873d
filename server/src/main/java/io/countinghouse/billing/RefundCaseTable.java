package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code billing.refund_case}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class RefundCaseTable {

  private static final String COLUMNS =
      "id, agreement_id, dimension, amount, currency, cause, reason, opened_at, state, closed_at, closed_by, reference, note";

  private final JdbcClient jdbc;

  RefundCaseTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(
      String id,
      Book book,
      Money amount,
      Cause<EntryCause> cause,
      @Nullable String reason,
      Instant at) {
    jdbc.sql(
            """
            INSERT INTO billing.refund_case (id, agreement_id, dimension, amount, currency, cause, reason, opened_at)
            VALUES (:id, :agreement, :dimension, :amount, :currency, :cause, :reason, :at)\
            """)
        .param("id", id)
        .param("agreement", book.agreement().value())
        .param("dimension", book.dimension())
        .param("amount", amount.amount())
        .param("currency", amount.currency().getCurrencyCode())
        .param("cause", cause.stored())
        .param("reason", reason)
        .param("at", SqlTime.utc(at))
        .update();
  }

  Optional<RefundCase> lock(String id) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM billing.refund_case WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(RefundCaseTable::refundCase)
        .optional();
  }

  /** The open cases of an agreement and cause, locked. */
  List<RefundCase> openOf(AgreementId agreement, Cause<EntryCause> cause) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM billing.refund_case WHERE agreement_id = :agreement AND cause = :cause AND"
                + " state = 'OPEN' ORDER BY id FOR UPDATE")
        .param("agreement", agreement.value())
        .param("cause", cause.stored())
        .query(RefundCaseTable::refundCase)
        .list();
  }

  Optional<RefundCase> find(String id) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM billing.refund_case WHERE id = :id")
        .param("id", id)
        .query(RefundCaseTable::refundCase)
        .optional();
  }

  List<RefundCase> of(AgreementId agreement, int limit) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM billing.refund_case WHERE agreement_id = :agreement"
                + " ORDER BY state <> 'OPEN', opened_at DESC, id DESC LIMIT :limit")
        .param("agreement", agreement.value())
        .param("limit", limit)
        .query(RefundCaseTable::refundCase)
        .list();
  }

  /** The first opened of all that are open. */
  List<RefundCase> open(int limit) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM billing.refund_case WHERE state = 'OPEN' ORDER BY opened_at, id LIMIT :limit")
        .param("limit", limit)
        .query(RefundCaseTable::refundCase)
        .list();
  }

  List<RefundCases.OpenSum> openSums() {
    return jdbc.sql(
            """
            SELECT currency, count(*) AS cases, sum(amount) AS amount FROM billing.refund_case
             WHERE state = 'OPEN' GROUP BY currency ORDER BY currency\
            """)
        .query((rs, _) ->
            new RefundCases.OpenSum(
                rs.getLong("cases"),
                Money.of(
                    rs.getBigDecimal("amount"), Currency.getInstance(rs.getString("currency")))))
        .list();
  }

  void end(
      String id,
      RefundCase.State state,
      String by,
      @Nullable String reference,
      @Nullable String note,
      Instant at) {
    jdbc.sql(
            """
            UPDATE billing.refund_case
               SET state = :state, closed_at = :at, closed_by = :by, reference = :reference, note = :note
             WHERE id = :id\
            """)
        .param("state", state.name())
        .param("at", SqlTime.utc(at))
        .param("by", by)
        .param("reference", reference)
        .param("note", note)
        .param("id", id)
        .update();
  }

  private static RefundCase refundCase(ResultSet rs, int row) throws SQLException {
    return new RefundCase(
        rs.getString("id"),
        new Book(new AgreementId(rs.getString("agreement_id")), rs.getString("dimension")),
        Money.of(rs.getBigDecimal("amount"), Currency.getInstance(rs.getString("currency"))),
        Cause.read(EntryCause.class, rs.getString("cause")),
        rs.getString("reason"),
        SqlTime.instant(rs, "opened_at"),
        RefundCase.State.valueOf(rs.getString("state")),
        SqlTime.optional(rs, "closed_at").orElse(null),
        rs.getString("closed_by"),
        rs.getString("reference"),
        rs.getString("note"));
  }
}
