package io.countinghouse.simulation;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.MarketplaceApi;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.marketplace.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/** Another program of the seller meters an hour of a customer before the server does. */
final class Foreigners {

  private static final long QUANTITY = 987_654;

  private final World world;

  Foreigners(World world) {
    this.world = world;
  }

  /** Has it done for the present hour, before the server closes it. */
  void plan(Buyer buyer) {
    Instant hour = world.now().truncatedTo(ChronoUnit.HOURS);
    Duration until = Duration.between(world.now(), hour.plus(Duration.ofMinutes(62)));
    world.later(until, () -> send(buyer, hour));
  }

  private void send(Buyer buyer, Instant hour) {
    boolean clear =
        world.serverUp() && world.awsAnswersWell() && buyer.stage() == Buyer.Stage.RUNNING;
    world.ours(buyer).filter(_ -> clear).ifPresent(ours -> send(buyer, ours, hour));
  }

  private void send(Buyer buyer, AgreementId ours, Instant hour) {
    TransactionTemplate tx = world.node().bean(TransactionTemplate.class);
    Agreements agreements = world.node().bean(Agreements.class);
    Agreement agreement = tx.execute(_ -> agreements.find(ours).orElseThrow());
    Instant started = agreement.periodStartedAt();
    if (agreement.state() != AgreementState.ACTIVE || started == null || started.isAfter(hour)) {
      return;
    }
    MarketplaceApi api = world.node().bean(MarketplaceApi.class);
    Product product = world.node().bean(Products.class).get(agreement.productCode());
    UsageRecord record =
        new UsageRecord(agreement.usageCustomer().orElseThrow(), "fee", hour, QUANTITY, List.of());
    CallAnswer answer = api.meter(product, api.callOf(product, List.of(api.encode(record))));
    boolean taken =
        answer instanceof CallAnswer.Answered(String _, List<RecordAnswer> records)
            && records.getFirst() instanceof RecordAnswer.Accepted;
    if (taken) {
      world.foreign().add(new World.ForeignRecord(buyer.agreement(), hour, QUANTITY));
    }
    world.note("somebody else meters %s for %s: %s".formatted(buyer, hour, taken));
  }
}
