package io.countinghouse.metering;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.billing.Book;
import io.countinghouse.billing.Books;
import io.countinghouse.billing.Transfers;
import io.countinghouse.kernel.Money;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementMoved;
import io.countinghouse.marketplace.AgreementSucceeded;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What a renewed or replaced agreement owes and no record carries moves to the one that follows.
 */
@Component
class CarryHandOver {

  /** After the workspaces moved: their last reading on the old agreement is in its carry then. */
  private static final int AFTER_SETTLEMENT = AgreementMoved.Order.SETTLEMENT + 100;

  private final Books books;
  private final Transfers transfers;
  private final Products products;
  private final AuditTrail audit;

  CarryHandOver(Books books, Transfers transfers, Products products, AuditTrail audit) {
    this.books = books;
    this.transfers = transfers;
    this.products = products;
    this.audit = audit;
  }

  @EventListener
  @Order(AFTER_SETTLEMENT)
  void on(AgreementSucceeded succeeded) {
    handOver(succeeded.from(), succeeded.to(), succeeded.at());
  }

  /**
   * Moves the whole carry, of either sign, in the caller's transaction, under the row locks of
   * both.
   */
  void handOver(Agreement from, Agreement to, Instant at) {
    Product product = products.get(from.productCode());
    Product next = products.get(to.productCode());
    Money moved = Money.zero(product.currency());
    for (Map.Entry<Book, Money> carried : books.carries(from.id(), product.currency()).entrySet()) {
      Book book = carried.getKey();
      Book other = new Book(to.id(), dimensionOn(next, book));
      transfers.handOver(book, other, carried.getValue(), at);
      moved = moved.plus(carried.getValue());
    }
    audit.record(
        Actor.SYSTEM,
        "carry.handed-over",
        from.id().value(),
        Map.of("to", to.id().value(), "amount", moved.toString()));
  }

  /** The same dimension, unless the other product has none of that name. */
  private static String dimensionOn(Product next, Book book) {
    return next.dimensions().contains(book.dimension()) ? book.dimension() : next.feeDimension();
  }
}
