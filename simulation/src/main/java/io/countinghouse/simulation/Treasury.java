package io.countinghouse.simulation;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.Operators.CreateOutcome;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.wallet.BankReference;
import io.countinghouse.wallet.Proposals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Bank transfers of those whose balance is below zero: one operator enters each, perhaps twice, and
 * another one decides on it.
 */
final class Treasury {

  private final World world;
  private final Chance chance;
  private final List<OperatorId> people = new ArrayList<>();
  private int transfers;

  Treasury(World world) {
    this.world = world;
    this.chance = world.chance("treasury");
  }

  private record Debt(BillingAccountId account, Currency currency, BigDecimal amount) {}

  /** Somebody in debt has paid, all of it or not. */
  void topUp() {
    List<Debt> debts =
        world
            .rows()
            .sql(
                """
                SELECT e.billing_account_id, b.currency, -e.balance AS debt
                  FROM wallet.entry e JOIN identity.billing_account b ON b.id = e.billing_account_id
                 WHERE e.balance < 0 AND NOT EXISTS (SELECT 1 FROM wallet.entry n
                         WHERE n.billing_account_id = e.billing_account_id AND n.number > e.number)
                 ORDER BY e.billing_account_id\
                """)
            .query((rs, _) ->
                new Debt(
                    new BillingAccountId(rs.getString("billing_account_id")),
                    Currency.getInstance(rs.getString("currency")),
                    rs.getBigDecimal("debt")))
            .list();
    if (!debts.isEmpty()) {
      enter(chance.one(debts));
    }
  }

  private void enter(Debt debt) {
    BigDecimal paid =
        chance.hits(700)
            ? debt.amount().add(BigDecimal.valueOf(chance.between(0, 5000), 2))
            : debt.amount().divide(BigDecimal.TWO);
    Money amount =
        Money.of(paid.setScale(2, RoundingMode.UP).max(new BigDecimal("0.01")), debt.currency());
    BankReference reference = new BankReference("TRANSFER-" + ++transfers);
    int times = chance.hits(150) ? 2 : 1;
    String id = "";
    for (int time = 0; time < times; time++) {
      Proposals.Entering entering =
          decided(it ->
              it.topUp(
                  debt.account(),
                  amount,
                  reference,
                  world.now().atZone(ZoneOffset.UTC).toLocalDate(),
                  person(0)));
      if (entering instanceof Proposals.Entering.Entered(String entered) && time == 0) {
        id = entered;
      } else if (!(entering instanceof Proposals.Entering.Known) || time == 0) {
        throw new Violation(reference + " was entered " + times + " times: " + entering);
      }
    }
    String entered = id;
    world.note("%s: %s of %s is entered".formatted(reference, amount, debt.account()));
    world.later(
        Duration.ofMinutes(chance.between(3, 900)), () -> decide(debt.account(), amount, entered));
  }

  private void decide(BillingAccountId account, Money amount, String id) {
    if (!world.serverUp()) {
      world.later(Duration.ofMinutes(25), () -> decide(account, amount, id));
      return;
    }
    if (chance.hits(200)) {
      expect(Proposals.Decision.SAME_OPERATOR, decided(it -> it.approve(id, person(0))));
    }
    boolean taken = chance.hits(850);
    expect(
        Proposals.Decision.DONE,
        decided(it -> taken ? it.approve(id, person(1)) : it.reject(id, "not ours", person(1))));
    if (taken) {
      world.toppedUp().merge(account.value(), amount.amount(), BigDecimal::add);
    }
    expect(Proposals.Decision.NOT_OPEN, decided(it -> it.approve(id, person(1))));
    world.note("%s of %s is %s".formatted(amount, account, taken ? "approved" : "rejected"));
  }

  private static void expect(Proposals.Decision expected, Proposals.Decision decision) {
    if (decision != expected) {
      throw new Violation("a decision on a top-up was %s, not %s".formatted(decision, expected));
    }
  }

  private <T> T decided(Function<Proposals, T> step) {
    TransactionTemplate tx = world.node().bean(TransactionTemplate.class);
    Proposals proposals = world.node().bean(Proposals.class);
    return Optional.ofNullable(tx.execute(_ -> step.apply(proposals))).orElseThrow();
  }

  /** One of two operators. */
  private OperatorId person(int index) {
    while (people.size() <= index) {
      TransactionTemplate tx = world.node().bean(TransactionTemplate.class);
      io.countinghouse.identity.Operators operators =
          world.node().bean(io.countinghouse.identity.Operators.class);
      Username name = new Username("treasurer" + people.size());
      CreateOutcome outcome =
          tx.execute(
              _ -> operators.create(Actor.SYSTEM, name, new Password("correct horse battery")));
      if (!(outcome instanceof CreateOutcome.Created(var made, _))) {
        throw new IllegalStateException(name + " was not made: " + outcome);
      }
      people.add(made.id());
    }
    return people.get(index);
  }
}
