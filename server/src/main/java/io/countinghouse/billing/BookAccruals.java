package io.countinghouse.billing;

import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.CopyRows;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Books what readings accrue, or give back, into the carry of many books at once: an entry for each
 * of them, and what each workspace has of it in {@code billing.accrual}.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class BookAccruals {

  private static final int ACCRUAL_COLUMNS = 4;
  private static final int ENTRY_COLUMNS = 8;

  private final JdbcTemplate template;

  BookAccruals(JdbcTemplate template) {
    this.template = template;
  }

  /**
   * What a reading accrued on a book for a workspace.
   *
   * @param amount below zero if it was given back
   */
  record Accrued(Book book, WorkspaceId workspace, Money amount) {}

  /** A book; amounts of two currencies are never added up. */
  private record Line(Book book, Currency currency) {}

  /** Books it; what adds up to zero moves nothing. */
  void store(List<Accrued> accrued, Cause<EntryCause> cause, Instant at) {
    Map<Line, Map<String, BigDecimal>> lines = byLine(accrued);
    if (lines.isEmpty()) {
      return;
    }
    CopyRows accruals = new CopyRows(ACCRUAL_COLUMNS);
    CopyRows entries = new CopyRows(ENTRY_COLUMNS);
    lines.forEach((line, shares) -> {
      accruals
          .row()
          .text(line.book().agreement().value())
          .text(line.book().dimension())
          .texts(shares.keySet())
          .numerics(shares.values());
      BigDecimal sum = sum(shares.values());
      if (sum.signum() != 0) {
        append(entries, line, sum, cause, at);
      }
    });
    template.execute((Connection connection) -> sent(connection, accruals, entries));
  }

  private static boolean sent(Connection connection, CopyRows accruals, CopyRows entries)
      throws SQLException {
    accruals.send(connection, "billing.accrual (agreement_id, dimension, workspace_ids, amounts)");
    entries.send(
        connection,
        "billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)");
    return true;
  }

  private static void append(
      CopyRows rows, Line line, BigDecimal sum, Cause<EntryCause> cause, Instant at) {
    boolean charged = sum.signum() > 0;
    rows.row()
        .text(line.book().agreement().value())
        .text(line.book().dimension())
        .text((charged ? Account.ACCRUED : Account.CARRY).name())
        .text((charged ? Account.CARRY : Account.ACCRUED).name())
        .numeric(sum.abs())
        .text(line.currency().getCurrencyCode())
        .text(cause.stored())
        .time(at);
  }

  /** What each workspace accrued on each book, without zeros. */
  private static Map<Line, Map<String, BigDecimal>> byLine(List<Accrued> accrued) {
    Map<Line, Map<String, BigDecimal>> lines = new LinkedHashMap<>();
    for (Accrued one : accrued) {
      lines
          .computeIfAbsent(
              new Line(one.book(), one.amount().currency()), _ -> new LinkedHashMap<>())
          .merge(one.workspace().value(), one.amount().amount(), BigDecimal::add);
    }
    lines.values().forEach(shares -> shares.values().removeIf(amount -> amount.signum() == 0));
    lines.values().removeIf(Map::isEmpty);
    return lines;
  }

  private static BigDecimal sum(Collection<BigDecimal> amounts) {
    return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
