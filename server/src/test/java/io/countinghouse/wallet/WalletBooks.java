package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The wallets as tests drive them: charged at any instant, and checked by the job itself. */
public final class WalletBooks {

  private final DailyCharges charges;
  private final UnchargedTable uncharged;
  private final WalletCheck job;
  private final JdbcClient jdbc;
  private final TransactionTemplate tx;

  private WalletBooks(
      DailyCharges charges,
      UnchargedTable uncharged,
      WalletCheck job,
      JdbcClient jdbc,
      TransactionTemplate tx) {
    this.charges = charges;
    this.uncharged = uncharged;
    this.job = job;
    this.jdbc = jdbc;
    this.tx = tx;
  }

  /** Its bean. */
  @TestConfiguration(proxyBeanMethods = false)
  public static class Beans {

    @Bean
    WalletBooks walletBooks(ApplicationContext server) {
      return of(server);
    }
  }

  /** What the trail says was charged, by day. */
  public List<String> trail(BillingAccountId account) {
    return jdbc.sql(
            """
            SELECT details ->> 'day' || ' ' || (details ->> 'amount') AS said FROM audit.entry
             WHERE subject = :id AND action = 'wallet.charged' ORDER BY id\
            """)
        .param("id", account.value())
        .query((rs, _) -> rs.getString("said"))
        .list();
  }

  /** Of a server started by hand. */
  public static WalletBooks of(ApplicationContext server) {
    return new WalletBooks(
        server.getBean(DailyCharges.class),
        server.getBean(UnchargedTable.class),
        server.getBean(WalletCheck.class),
        server.getBean(JdbcClient.class),
        server.getBean(TransactionTemplate.class));
  }

  /** Charges what is due of all accounts. */
  public void charge(Instant until) {
    List<BillingAccountId> due =
        tx.execute(_ -> uncharged.accountsDue(until, null, Integer.MAX_VALUE));
    due.forEach(account -> tx.executeWithoutResult(_ -> charges.charge(account, until, until)));
  }

  /** The accounts whose wallets do not hold what they are made of, and how each is off. */
  public List<String> outOfBalance() {
    if (!(job.handle(Work.of(WalletCheck.KIND, "all", Instant.EPOCH))
        instanceof WorkHandler.Outcome.Again)) {
      throw new AssertionError("the check goes on");
    }
    return jdbc.sql(
            """
            SELECT concat_ws(' ', billing_account_id, account, booked, found) AS line
              FROM wallet.books_check_account WHERE booked <> found ORDER BY 1\
            """)
        .query((rs, _) -> Objects.requireNonNull(rs.getString(1)))
        .list();
  }

  /** The charges of an account, {@code 05-12 wksp_1 13.4}, in their order. */
  public List<String> charges(BillingAccountId account) {
    return jdbc.sql(
            """
            SELECT concat_ws(' ', to_char(day, 'MM-DD'), workspace_id, trim_scale(amount)) AS line
              FROM wallet.charge WHERE billing_account_id = :account ORDER BY id\
            """)
        .param("account", account.value())
        .query((rs, _) -> Objects.requireNonNull(rs.getString(1)))
        .list();
  }

  /** What is left on an account, as its last movement says. */
  public String balance(BillingAccountId account) {
    return jdbc.sql(
            """
            SELECT coalesce((SELECT trim_scale(balance)::text FROM wallet.entry
                              WHERE billing_account_id = :account ORDER BY number DESC LIMIT 1), '0')\
            """)
        .param("account", account.value())
        .query((rs, _) -> Objects.requireNonNull(rs.getString(1)))
        .single();
  }
}
