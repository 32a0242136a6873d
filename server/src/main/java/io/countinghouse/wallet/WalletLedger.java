package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of {@code wallet.entry}: movements between the balance of a wallet and what they are
 * for. Each has its number and the balance after it, so whoever books locks the wallet first.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class WalletLedger {

  private final JdbcClient jdbc;
  private final Outbox outbox;

  WalletLedger(JdbcClient jdbc, Outbox outbox) {
    this.jdbc = jdbc;
    this.outbox = outbox;
  }

  /**
   * Where a wallet stands, while it is locked.
   *
   * @param number of its last entry, 0 without any
   */
  record Standing(BillingAccountId account, long number, Money balance) {}

  /** Locks a wallet until the transaction ends; makes it if there is none. */
  Standing lock(BillingAccountId account) {
    jdbc.sql(
            """
            INSERT INTO wallet.account (billing_account_id, currency)
            SELECT id, currency FROM identity.billing_account WHERE id = :account
            ON CONFLICT (billing_account_id) DO NOTHING\
            """)
        .param("account", account.value())
        .update();
    Currency currency =
        jdbc.sql(
                """
                SELECT currency FROM wallet.account WHERE billing_account_id = :account FOR NO KEY UPDATE\
                """)
            .param("account", account.value())
            .query((rs, _) -> Currency.getInstance(rs.getString("currency")))
            .single();
    // A statement of its own: it sees what the one who held the lock before has booked.
    return jdbc.sql(
            """
            SELECT number, balance FROM wallet.entry WHERE billing_account_id = :account
             ORDER BY number DESC LIMIT 1\
            """)
        .param("account", account.value())
        .query((rs, _) ->
            new Standing(
                account, rs.getLong("number"), Money.of(rs.getBigDecimal("balance"), currency)))
        .optional()
        .orElse(new Standing(account, 0, Money.zero(currency)));
  }

  /** Takes a charge from the balance; one below zero gives back, one of zero moves nothing. */
  Standing charge(Standing before, Money amount, long charge, Instant at) {
    return book(
        before, Side.CHARGES, Money.zero(amount.currency()).minus(amount), charge, null, at);
  }

  /** Adds what was approved; below zero takes away. */
  Standing add(Standing before, Side from, Money amount, String proposal, Instant at) {
    return book(before, from, amount, null, proposal, at);
  }

  /** When the balance comes to the other side of zero, arrears are looked at. */
  private Standing book(
      Standing before,
      Side other,
      Money change,
      @Nullable Long charge,
      @Nullable String proposal,
      Instant at) {
    if (change.signum() == 0) {
      return before;
    }
    boolean in = change.signum() > 0;
    Standing after =
        new Standing(before.account(), before.number() + 1, before.balance().plus(change));
    BigDecimal amount = change.amount().abs();
    jdbc.sql(
            """
            INSERT INTO wallet.entry (billing_account_id, number, balance, from_account, to_account, amount, charge_id,
                                      proposal_id, at)
            VALUES (:account, :number, :balance, :from, :to, :amount, :charge, :proposal, :at)\
            """)
        .param("account", after.account().value())
        .param("number", after.number())
        .param("balance", after.balance().amount())
        .param("from", in ? other.name() : Side.BALANCE.name())
        .param("to", in ? Side.BALANCE.name() : other.name())
        .param("amount", amount)
        .param("charge", charge)
        .param("proposal", proposal)
        .param("at", SqlTime.utc(at))
        .update();
    if (before.balance().signum() < 0 != after.balance().signum() < 0) {
      outbox.put(Work.of(Arrears.KIND, after.account().value(), at));
    }
    return after;
  }
}
