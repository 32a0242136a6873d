package io.countinghouse.simulation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The equation of every agreement's books: what readings posted, and other agreements handed over,
 * is what its accounts hold, and what records are in a state is what the account of it holds.
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

  private record Slot(String agreement, String account) {}

  @Override
  public List<String> problems(boolean calm, boolean whole) {
    Map<String, BigDecimal> posted =
        sums(
            """
            SELECT agreement_id, sum(amount) AS amount
              FROM (SELECT agreement_id, amount FROM billing.posting WHERE agreement_id IS NOT NULL
                    UNION ALL SELECT agreement_id, amount FROM billing.transfer) AS posted
             GROUP BY agreement_id\
            """);
    Map<Slot, BigDecimal> accounts = accounts();
    Map<Slot, BigDecimal> records = records();
    List<String> problems = new ArrayList<>();
    for (String agreement : agreements()) {
      BigDecimal accrued = posted.getOrDefault(agreement, BigDecimal.ZERO);
      BigDecimal held = BigDecimal.ZERO;
      for (String account : HOLDING) {
        held = held.add(of(accounts, agreement, account));
      }
      differ(
          problems,
          agreement,
          "posted and accrued",
          accrued,
          of(accounts, agreement, "ACCRUED").negate());
      // What is credited beyond what was charged is a refund case.
      differ(
          problems,
          agreement,
          "accrued and the accounts",
          accrued,
          held.add(of(accounts, agreement, "REFUND_CASES")));
      for (String account : OF_RECORDS) {
        differ(
            problems,
            agreement,
            "account and records " + account,
            of(accounts, agreement, account),
            of(records, agreement, account));
      }
    }
    return problems;
  }

  private static void differ(
      List<String> problems, String agreement, String what, BigDecimal one, BigDecimal other) {
    if (one.compareTo(other) != 0) {
      problems.add(
          "%s: %s differ: %s and %s"
              .formatted(agreement, what, one.toPlainString(), other.toPlainString()));
    }
  }

  private static BigDecimal of(Map<Slot, BigDecimal> sums, String agreement, String account) {
    return sums.getOrDefault(new Slot(agreement, account), BigDecimal.ZERO);
  }

  private List<String> agreements() {
    return world
        .rows()
        .sql("SELECT id FROM marketplace.agreement")
        .query((rs, _) -> rs.getString(1))
        .list();
  }

  private Map<String, BigDecimal> sums(String sql) {
    Map<String, BigDecimal> sums = new HashMap<>();
    world
        .rows()
        .sql(sql)
        .query(rs -> {
          sums.put(rs.getString("agreement_id"), rs.getBigDecimal("amount"));
        });
    return sums;
  }

  private Map<Slot, BigDecimal> accounts() {
    return slots(
        """
        SELECT agreement_id, account, sum(amount) AS amount
          FROM (SELECT agreement_id, to_account AS account, amount FROM billing.entry
                UNION ALL SELECT agreement_id, from_account, -amount FROM billing.entry) AS moved
         GROUP BY agreement_id, account\
        """);
  }

  private Map<Slot, BigDecimal> records() {
    return slots(
        """
        SELECT agreement_id, state AS account, sum(amount) AS amount FROM metering.record
         WHERE resolution IS NULL GROUP BY agreement_id, state\
        """);
  }

  private Map<Slot, BigDecimal> slots(String sql) {
    Map<Slot, BigDecimal> sums = new HashMap<>();
    world
        .rows()
        .sql(sql)
        .query(rs -> {
          sums.put(
              new Slot(rs.getString("agreement_id"), rs.getString("account")),
              rs.getBigDecimal("amount"));
        });
    return sums;
  }
}
