package io.countinghouse.metering;

import io.countinghouse.billing.Book;
import io.countinghouse.billing.Books;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Product;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What workspaces accrued in a book of an agreement and no record has allocated to them. */
@Component
class Unallocated {

  private final Books books;
  private final AllocationTable allocations;

  Unallocated(Books books, AllocationTable allocations) {
    this.books = books;
    this.allocations = allocations;
  }

  /**
   * What each workspace accrued up to an hour, in money, less what records have allocated to it; in
   * the caller's transaction.
   */
  Map<WorkspaceId, BigDecimal> of(Book book, Hour hour, Product product) {
    Map<String, Long> allocated = allocations.allocated(book);
    Map<WorkspaceId, BigDecimal> rest = new HashMap<>();
    books
        .accruedByWorkspace(book, hour.start())
        .forEach((workspace, amount) -> {
          long units = allocated.getOrDefault(workspace.value(), 0L);
          BigDecimal given = product.unit().multiply(BigDecimal.valueOf(units));
          rest.put(workspace, amount.subtract(given));
        });
    return rest;
  }
}
