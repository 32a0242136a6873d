package io.countinghouse.simulation;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.Money;
import io.countinghouse.metering.DoNotMeter;
import io.countinghouse.metering.MeteringRecord;
import io.countinghouse.metering.RecordDecisions;
import io.countinghouse.metering.RecordDecisions.Choice;
import io.countinghouse.metering.RecordDecisions.Decision;
import io.countinghouse.metering.RecordDetails;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/** People of the back office: they decide what became of amounts, and have some not metered. */
final class Operators {

  private static final Actor SOMEBODY = new Actor(Actor.Kind.OPERATOR, "oper_simulation");

  private final World world;
  private final Chance chance;

  Operators(World world) {
    this.world = world;
    this.chance = world.chance("operators");
  }

  /** Decides on all records that wait for it. */
  void decide() {
    List<String> open =
        world
            .rows()
            .sql(
                """
                SELECT id FROM metering.record
                 WHERE resolution IS NULL AND state IN ('REFUSED', 'DISPUTED', 'UNKNOWN') ORDER BY hour, id\
                """)
            .query((rs, _) -> rs.getString(1))
            .list();
    TransactionTemplate tx = world.node().bean(TransactionTemplate.class);
    open.forEach(id -> tx.executeWithoutResult(_ -> decide(id)));
  }

  private void decide(String id) {
    RecordDecisions decisions = world.node().bean(RecordDecisions.class);
    Optional<RecordDetails.Detail> found = world.node().bean(RecordDetails.class).find(id);
    if (found.isEmpty()) {
      return;
    }
    MeteringRecord record = found.get().record();
    List<Choice> choices = List.copyOf(decisions.choices(record));
    if (!choices.isEmpty()) {
      Choice choice = chance.one(choices.stream().sorted().toList());
      Money refund =
          Money.of(
              java.math.BigDecimal.valueOf(chance.between(1, 900), 2), record.amount().currency());
      RecordDecisions.Outcome outcome =
          decisions.decide(
              new Decision(id, version(id), choice, refund, SOMEBODY, "as the seed decides"));
      world.note("an operator decides on %s: %s, %s".formatted(id, choice, outcome));
    }
  }

  private long version(String id) {
    return world
        .rows()
        .sql("SELECT version FROM metering.record WHERE id = :id")
        .param("id", id)
        .query((rs, _) -> rs.getLong(1))
        .single();
  }

  /** Has a buyer's agreement not metered for some hours. */
  void doNotMeter(Buyer buyer) {
    world
        .ours(buyer)
        .ifPresent(ours -> {
          TransactionTemplate tx = world.node().bean(TransactionTemplate.class);
          tx.executeWithoutResult(_ ->
              world
                  .node()
                  .bean(DoNotMeter.class)
                  .add(DoNotMeter.Kind.AGREEMENT, ours.value(), SOMEBODY, "a test account"));
          world.note(buyer + " is not metered");
          world.later(Duration.ofMinutes(chance.between(30, 400)), this::meterAll);
        });
  }

  private void meterAll() {
    if (!world.serverUp()) {
      world.later(Duration.ofMinutes(20), this::meterAll);
      return;
    }
    DoNotMeter list = world.node().bean(DoNotMeter.class);
    TransactionTemplate tx = world.node().bean(TransactionTemplate.class);
    tx.executeWithoutResult(_ ->
        list.all(100).stream()
            .filter(entry -> entry.removedAt() == null)
            .forEach(entry -> list.remove(entry.id(), SOMEBODY, "no test any more")));
    world.note("everybody is metered again");
  }
}
