package io.countinghouse.wallet;

import io.countinghouse.billing.WalletAccruals.Accrual;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code wallet.uncharged}: what accrued and no charge has taken up. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class UnchargedTable {

  private final JdbcClient jdbc;

  UnchargedTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What waits for its charge.
   *
   * @param day the billing day of the use
   * @param chargeDay the billing day with which it is charged
   */
  record Row(long id, WorkspaceId workspace, LocalDate day, LocalDate chargeDay, Money amount) {}

  void add(
      List<Accrual> accruals,
      Function<Accrual, LocalDate> chargeDay,
      Function<Accrual, Instant> dueAt) {
    jdbc.sql(
            """
            INSERT INTO wallet.uncharged (billing_account_id, workspace_id, day, charge_day, due_at, amount)
            SELECT * FROM unnest(CAST(:accounts AS text[]), CAST(:workspaces AS text[]), CAST(:days AS date[]),
                                 CAST(:chargeDays AS date[]), CAST(:due AS timestamptz[]), CAST(:amounts AS numeric[]))\
            """)
        .param("accounts", texts(accruals, it -> it.account().value()))
        .param("workspaces", texts(accruals, it -> it.workspace().value()))
        .param("days", texts(accruals, it -> it.day().toString()))
        .param("chargeDays", texts(accruals, it -> chargeDay.apply(it).toString()))
        .param("due", texts(accruals, it -> dueAt.apply(it).toString()))
        .param("amounts", texts(accruals, it -> it.amount().amount().toPlainString()))
        .update();
  }

  private static <T> String[] texts(Collection<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /** The billing accounts that something is due of, in the order of their ids. */
  List<BillingAccountId> accountsDue(Instant until, @Nullable BillingAccountId after, int limit) {
    return jdbc.sql(
            """
            SELECT DISTINCT billing_account_id FROM wallet.uncharged
             WHERE due_at <= :until AND billing_account_id > :after ORDER BY billing_account_id LIMIT :limit\
            """)
        .param("until", SqlTime.utc(until))
        .param("after", after == null ? "" : after.value())
        .param("limit", limit)
        .query((rs, _) -> new BillingAccountId(rs.getString("billing_account_id")))
        .list();
  }

  boolean anyDue(Instant until) {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM wallet.uncharged WHERE due_at <= :until)")
        .param("until", SqlTime.utc(until))
        .query(Boolean.class)
        .single();
  }

  /** What is due of an account, which the caller has locked. */
  List<Row> due(BillingAccountId account, Instant until, Currency currency) {
    return jdbc.sql(
            """
            SELECT id, workspace_id, day, charge_day, amount FROM wallet.uncharged
             WHERE billing_account_id = :account AND due_at <= :until ORDER BY id\
            """)
        .param("account", account.value())
        .param("until", SqlTime.utc(until))
        .query((rs, _) ->
            new Row(
                rs.getLong("id"),
                new WorkspaceId(rs.getString("workspace_id")),
                rs.getObject("day", LocalDate.class),
                rs.getObject("charge_day", LocalDate.class),
                Money.of(rs.getBigDecimal("amount"), currency)))
        .list();
  }

  /** Has a row wait for the charge of a later day. */
  void postpone(Row row, LocalDate chargeDay, Instant dueAt) {
    jdbc.sql("UPDATE wallet.uncharged SET charge_day = :day, due_at = :due WHERE id = :id")
        .param("day", chargeDay)
        .param("due", SqlTime.utc(dueAt))
        .param("id", row.id())
        .update();
  }

  /**
   * Takes rows up.
   *
   * @throws IllegalStateException if somebody else took one of them
   */
  void take(Collection<Row> rows) {
    int taken =
        jdbc.sql("DELETE FROM wallet.uncharged WHERE id = ANY (:ids)")
            .param("ids", rows.stream().map(Row::id).toArray(Long[]::new))
            .update();
    if (taken != rows.size()) {
      throw new IllegalStateException("what is to be charged was taken by somebody else");
    }
  }

  /** What accrued on an account and waits for its charge. */
  BigDecimal sum(BillingAccountId account) {
    return jdbc.sql(
            "SELECT coalesce(sum(amount), 0) FROM wallet.uncharged WHERE billing_account_id = :account")
        .param("account", account.value())
        .query(BigDecimal.class)
        .single();
  }
}
