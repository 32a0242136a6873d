package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What was booked on an agreement, for people to look at; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class BookEntries {

  private final JdbcClient jdbc;

  BookEntries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An amount that moved.
   *
   * @param id later entries have higher ones
   * @param cause what it was for
   */
  public record Entry(
      long id,
      String dimension,
      Account from,
      Account to,
      Money amount,
      Cause<EntryCause> cause,
      Instant at) {}

  /**
   * What a reading charged or gave back.
   *
   * @param id later postings have higher ones
   * @param units of the item's unit size
   */
  public record Posted(
      long id,
      Instant hour,
      Instant asOf,
      WorkspaceId workspace,
      LocalDate day,
      Item item,
      String retention,
      BigDecimal units,
      Money amount) {}

  /** Where a page of postings ended. */
  public record Cursor(Instant hour, long id) {}

  /** What one cause left uncollected. */
  public record Uncollected(Cause<EntryCause> cause, Money amount) {}

  /**
   * Entries, the latest first.
   *
   * @param before the id of the last one of the page before; empty for the first page
   */
  public List<Entry> entries(AgreementId agreement, @Nullable Long before, int limit) {
    return jdbc.sql(
            """
            SELECT id, dimension, from_account, to_account, amount, currency, cause, at FROM billing.entry
             WHERE agreement_id = :agreement AND id < :before ORDER BY id DESC LIMIT :limit\
            """)
        .param("agreement", agreement.value())
        .param("before", before == null ? Long.MAX_VALUE : before)
        .param("limit", limit)
        .query((rs, _) ->
            new Entry(
                rs.getLong("id"),
                rs.getString("dimension"),
                Account.valueOf(rs.getString("from_account")),
                Account.valueOf(rs.getString("to_account")),
                money(rs),
                Cause.read(EntryCause.class, rs.getString("cause")),
                SqlTime.instant(rs, "at")))
        .list();
  }

  /**
   * Postings, the latest hour first.
   *
   * @param before where the page before ended; empty for the first page
   */
  public List<Posted> postings(AgreementId agreement, @Nullable Cursor before, int limit) {
    return jdbc.sql(
            """
            SELECT id, hour, as_of, workspace_id, day, item, retention, units, amount, currency FROM billing.posting
             WHERE agreement_id = :agreement AND hour <= coalesce(CAST(:hour AS timestamptz), 'infinity')
               AND (CAST(:hour AS timestamptz) IS NULL OR (hour, id) < (CAST(:hour AS timestamptz), :id))
             ORDER BY hour DESC, id DESC LIMIT :limit\
            """)
        .param("agreement", agreement.value())
        .param("hour", before == null ? null : SqlTime.utc(before.hour()))
        .param("id", before == null ? 0 : before.id())
        .param("limit", limit)
        .query((rs, _) ->
            new Posted(
                rs.getLong("id"),
                SqlTime.instant(rs, "hour"),
                SqlTime.instant(rs, "as_of"),
                new WorkspaceId(rs.getString("workspace_id")),
                rs.getObject("day", LocalDate.class),
                Item.stored(rs.getString("item")),
                rs.getString("retention"),
                rs.getBigDecimal("units"),
                money(rs)))
        .list();
  }

  /** What is uncollected, by what left it so. */
  public List<Uncollected> uncollected(AgreementId agreement) {
    return jdbc.sql(
            """
            SELECT cause, currency, sum(CASE WHEN to_account = 'UNCOLLECTED' THEN amount ELSE -amount END) AS amount
              FROM billing.entry
             WHERE agreement_id = :agreement AND 'UNCOLLECTED' IN (from_account, to_account)
             GROUP BY cause, currency
            HAVING sum(CASE WHEN to_account = 'UNCOLLECTED' THEN amount ELSE -amount END) <> 0
             ORDER BY max(id) DESC\
            """)
        .param("agreement", agreement.value())
        .query((rs, _) ->
            new Uncollected(Cause.read(EntryCause.class, rs.getString("cause")), money(rs)))
        .list();
  }

  private static Money money(ResultSet rs) throws SQLException {
    return Money.of(rs.getBigDecimal("amount"), Currency.getInstance(rs.getString("currency")));
  }
}
