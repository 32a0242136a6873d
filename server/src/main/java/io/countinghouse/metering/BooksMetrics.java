package io.countinghouse.metering;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Money;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What the last checks of the books found, read when asked for: the same on every node. */
@Component
class BooksMetrics implements MeterBinder {

  private final BooksChecks checks;
  private final Products products;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  BooksMetrics(BooksChecks checks, Products products, TransactionTemplate tx, BusinessClock clock) {
    this.checks = checks;
    this.products = products;
    this.tx = tx;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("countinghouse.books.checked", () -> summary().checked())
        .description("Agreements whose books were checked")
        .register(registry);
    Gauge.builder("countinghouse.books.out.of.balance", () -> summary().outOfBalance())
        .description("Agreements whose books are out of balance; more than 0 is an alarm")
        .register(registry);
    Gauge.builder("countinghouse.books.check.age", this::age)
        .description("How long ago books were checked last, in business time")
        .baseUnit("seconds")
        .register(registry);
    products.all().stream()
        .map(Product::currency)
        .distinct()
        .forEach(currency ->
            Gauge.builder("countinghouse.books.difference", () -> difference(currency))
                .description("By how much the books are out of balance, all signs taken away")
                .tag("currency", currency.getCurrencyCode())
                .register(registry));
  }

  private BooksChecks.Summary summary() {
    return tx.execute(_ -> checks.summary());
  }

  private BigDecimal difference(Currency currency) {
    return summary().difference().stream()
        .filter(money -> money.currency().equals(currency))
        .map(Money::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Zero before the first check. */
  private long age() {
    Instant last = summary().lastAt();
    return last == null ? 0 : Duration.between(last, clock.now()).toSeconds();
  }
}
