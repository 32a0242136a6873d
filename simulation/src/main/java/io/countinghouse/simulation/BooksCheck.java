package io.countinghouse.simulation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The equation of every agreement's books: what readings posted, and other agreements handed over,
 * is what its accounts hold, and what records are in a state is what the account of it holds. The
 * sums that are carried forward are those of all rows.
 */
final class BooksCheck implements Check {

  private static final List<String> HOLDING =
      List.of(
          "CARRY",
          "DUE",
          "SENT",
          "ACCEPTED",
          "REFUSED",
          "UNKNOWN",
          "DISPUTED",
          "WITHHELD",
          "UNCOLLECTED");
  private static final List<String> OF_RECORDS =
      List.of("DUE", "SENT", "ACCEPTED", "REFUSED", "UNKNOWN", "DISPUTED", "WITHHELD");

  private final World world;

  BooksCheck(World world) {
    this.world = world;
  }

  private record Slot(String book, String account) {}

  @Override
  public List<String> problems(boolean calm, boolean whole) {
    Map<String, BigDecimal> posted = posted();
    Map<Slot, BigDecimal> accounts = accounts();
    Map<Slot, BigDecimal> records = records();
    List<String> problems = new ArrayList<>();
    Set<String> books = new TreeSet<>(posted.keySet());
    accounts.keySet().forEach(slot -> books.add(slot.book()));
    records.keySet().forEach(slot -> books.add(slot.book()));
    for (String book : books) {
      BigDecimal accrued = posted.getOrDefault(book, BigDecimal.ZERO);
      BigDecimal held = BigDecimal.ZERO;
      for (String account : HOLDING) {
        held = held.add(of(accounts, book, account));
      }
      differ(problems, book, "posted and accrued", accrued, of(accounts, book, "ACCRUED").negate());
      // What is credited beyond what was charged is a refund case.
      differ(
          problems,
          book,
          "accrued and the accounts",
          accrued,
          held.add(of(accounts, book, "REFUND_CASES")));
      for (String account : OF_RECORDS) {
        differ(
            problems,
            book,
            "account and records " + account,
            of(accounts, book, account),
            of(records, book, account));
      }
    }
    problems.addAll(wrongSums());
    return problems;
  }

  private List<String> wrongSums() {
    return world
        .rows()
        .sql(
            """
            SELECT agreement_id || ' ' || dimension || ': the running sum ' || workspace_id || ' is off by ' || sum(amount)
              FROM (SELECT agreement_id, dimension, 'of the carry' AS workspace_id, amount FROM billing.carry
                    UNION ALL
                    SELECT agreement_id, dimension, 'of the carry', unnest(amounts) FROM billing.accrual
                    UNION ALL
                    SELECT agreement_id, dimension, 'of the carry',
                           CASE WHEN to_account = 'CARRY' THEN -amount ELSE amount END
                      FROM billing.entry WHERE 'CARRY' IN (from_account, to_account)
                    UNION ALL
                    SELECT agreement_id, dimension, workspace_id, amount FROM billing.share
                    UNION ALL
                    SELECT agreement_id, dimension, unnest(workspace_ids), unnest(amounts) FROM billing.accrual
                    UNION ALL
                    SELECT agreement_id, dimension, workspace_id, -amount FROM billing.posting
                     WHERE agreement_id IS NOT NULL
                    UNION ALL
                    SELECT agreement_id, dimension, workspace_id, -amount FROM billing.transfer
                     WHERE workspace_id IS NOT NULL
                    UNION ALL
                    SELECT r.agreement_id, r.dimension, a.workspace_id, a.quantity * r.amount / r.quantity
                      FROM metering.record r JOIN metering.allocation a ON a.record_id = r.id
                     WHERE r.resolution IS DISTINCT FROM 'RETURNED') AS summed
             GROUP BY agreement_id, dimension, workspace_id HAVING sum(amount) <> 0\
            """)
        .query((rs, _) -> Objects.requireNonNull(rs.getString(1)))
        .list();
  }

  private Map<String, BigDecimal> posted() {
    return sums(
        """
        SELECT book, sum(amount) AS amount
          FROM (SELECT agreement_id || ' ' || dimension AS book, amount FROM billing.posting
                 WHERE agreement_id IS NOT NULL
                UNION ALL SELECT agreement_id || ' ' || dimension, amount FROM billing.transfer) AS posted
         GROUP BY book\
        """);
  }

  private static void differ(
      List<String> problems, String book, String what, BigDecimal one, BigDecimal other) {
    if (one.compareTo(other) != 0) {
      problems.add(
          "%s: %s differ: %s and %s"
              .formatted(book, what, one.toPlainString(), other.toPlainString()));
    }
  }

  private static BigDecimal of(Map<Slot, BigDecimal> sums, String book, String account) {
    return sums.getOrDefault(new Slot(book, account), BigDecimal.ZERO);
  }

  private Map<String, BigDecimal> sums(String sql) {
    Map<String, BigDecimal> sums = new HashMap<>();
    world
        .rows()
        .sql(sql)
        .query(rs -> {
          sums.put(rs.getString("book"), rs.getBigDecimal("amount"));
        });
    return sums;
  }

  private Map<Slot, BigDecimal> accounts() {
    return slots(
        """
        SELECT book, account, sum(amount) AS amount
          FROM (SELECT agreement_id || ' ' || dimension AS book, to_account AS account, amount FROM billing.entry
                UNION ALL SELECT agreement_id || ' ' || dimension, from_account, -amount FROM billing.entry) AS moved
         GROUP BY book, account\
        """);
  }

  private Map<Slot, BigDecimal> records() {
    return slots(
        """
        SELECT agreement_id || ' ' || dimension AS book, state AS account, sum(amount) AS amount
          FROM metering.record WHERE resolution IS NULL GROUP BY book, state\
        """);
  }

  private Map<Slot, BigDecimal> slots(String sql) {
    Map<Slot, BigDecimal> sums = new HashMap<>();
    world
        .rows()
        .sql(sql)
        .query(rs -> {
          sums.put(
              new Slot(rs.getString("book"), rs.getString("account")), rs.getBigDecimal("amount"));
        });
    return sums;
  }
}
