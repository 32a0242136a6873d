package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.marketplace.MarketplaceBill;
import io.countinghouse.marketplace.MarketplaceBill.Charge;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.metering.Differences.Difference;
import io.countinghouse.metering.Differences.Quantities;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares, every day, what AWS accepted from us with what the marketplace has charged, for the day
 * before yesterday: AWS takes nothing more for it.
 */
@Component
class Reconciliation implements WorkHandler, ApplicationRunner {

  static final String KIND = "metering.reconcile";
  private static final Duration DAY = Duration.ofDays(1);

  private final @Nullable MarketplaceBill bill;
  private final AcceptedQuantities accepted;
  private final Differences differences;
  private final Products products;
  private final Outbox outbox;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  Reconciliation(
      ObjectProvider<MarketplaceBill> bill,
      AcceptedQuantities accepted,
      Differences differences,
      Products products,
      Outbox outbox,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.bill = bill.getIfAvailable();
    this.accepted = accepted;
    this.differences = differences;
    this.products = products;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  /** Begins with the day before this one, two days on; where nothing tells a bill, never. */
  @Override
  public void run(ApplicationArguments args) {
    if (bill != null) {
      outbox.begin(workOf(LocalDate.ofInstant(clock.now(), ZoneOffset.UTC).minusDays(1)));
    }
  }

  private Work workOf(LocalDate day) {
    return Work.of(
        KIND,
        day.toString(),
        day.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant().plus(settings.compareAt()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int attemptsMax() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean waitsForOthers() {
    return true;
  }

  @Override
  public Outcome handle(Work work) {
    if (bill == null) {
      return new Outcome.Done();
    }
    LocalDate day = LocalDate.parse(work.key());
    Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    for (Product product : products.all()) {
      switch (bill.charged(product, from, from.plus(DAY))) {
        case MarketplaceBill.Answer.Charges(List<Charge> charges) ->
            tx.executeWithoutResult(
                _ -> compare(product, accepted.of(product, from, from.plus(DAY)), charges));
        case MarketplaceBill.Answer.Unavailable(String detail) ->
            throw new IllegalStateException("the marketplace's bill cannot be read: " + detail);
      }
    }
    tx.executeWithoutResult(_ -> outbox.put(workOf(day.plusDays(1))));
    return new Outcome.Done();
  }

  private void compare(
      Product product, Map<AcceptedQuantities.Key, Long> ours, List<Charge> charges) {
    Map<AcceptedQuantities.Key, Long> open = new HashMap<>(ours);
    List<Difference> found = new ArrayList<>();
    for (Charge charge : charges) {
      Optional<AgreementId> agreement = accepted.agreementOf(product, charge);
      Long mine =
          agreement
              .map(it ->
                  open.remove(new AcceptedQuantities.Key(it, charge.dimension(), charge.hour())))
              .orElse(null);
      if (mine == null || mine != charge.quantity()) {
        found.add(
            new Difference(
                Differences.Kind.QUANTITY,
                product.code(),
                agreement.orElse(null),
                charge.awsAccountId(),
                charge.awsAgreementId(),
                quantities(
                    product,
                    charge.dimension(),
                    charge.hour(),
                    mine == null ? 0 : mine,
                    charge.quantity())));
      }
    }
    // A zero that the bill does not show is no difference.
    open.values().removeIf(quantity -> quantity == 0);
    open.forEach((key, quantity) ->
        found.add(
            new Difference(
                Differences.Kind.QUANTITY,
                product.code(),
                key.agreement(),
                null,
                null,
                quantities(product, key.dimension(), key.hour(), quantity, 0))));
    found.stream().filter(Reconciliation::isWorthALook).forEach(differences::open);
  }

  private static boolean isWorthALook(Difference difference) {
    Quantities quantities = difference.quantities();
    return quantities == null || quantities.ours() != quantities.theirs();
  }

  private static Quantities quantities(
      Product product, String dimension, Hour hour, long ours, long theirs) {
    Money unit = Money.of(product.unit(), product.currency());
    return new Quantities(
        dimension, hour, ours, theirs, unit.times(BigDecimal.valueOf(Math.abs(ours - theirs))));
  }
}
