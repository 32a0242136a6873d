package io.countinghouse.billing;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The price lists by which days are rated.
 *
 * <p>Which lists there are is read once in each transaction, so that every node sees a new one from
 * the moment it is stored. The lines of a list never change and are kept.
 */
@Component
class PriceLists {

  private final PriceListTable table;
  private final Map<PriceListTable.Head, PriceList> known = new ConcurrentHashMap<>();

  PriceLists(PriceListTable table) {
    this.table = table;
  }

  /**
   * The list by which a billing day is rated; empty before the first list. Needs a transaction.
   *
   * @param day in the zone of the workspace's site
   */
  Optional<PriceList> inForce(LocalDate day) {
    return heads().stream()
        .filter(head -> head.withdrawnAt() == null && !head.validFrom().isAfter(day))
        .findFirst()
        .map(head -> known.computeIfAbsent(head, table::read));
  }

  private List<PriceListTable.Head> heads() {
    if (TransactionSynchronizationManager.getResource(this) instanceof InTransaction seen) {
      return seen.heads();
    }
    InTransaction seen = new InTransaction(this, table.heads());
    seen.resume();
    TransactionSynchronizationManager.registerSynchronization(seen);
    return seen.heads();
  }

  /** What a transaction has read of the lists. */
  private record InTransaction(PriceLists key, List<PriceListTable.Head> heads)
      implements TransactionSynchronization {

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(key);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(key, this);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(key);
    }
  }
}
