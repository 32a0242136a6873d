package io.countinghouse.outbox;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where work is put, in the transaction of its cause. */
@Component
public class Outbox {

  private final WorkTable table;
  private final WorkSignal signal;

  Outbox(WorkTable table, WorkSignal signal) {
    this.table = table;
    this.signal = signal;
  }

  /**
   * Stores work in the caller's transaction. Open work of the same kind and key becomes due at the
   * earlier of the two times and keeps its payload; if it is being done right now, it is done once
   * more afterwards.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(Work work) {
    putAll(List.of(work));
  }

  /** Stores many works at once, no two of the same kind and key; see {@link #put}. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void putAll(Collection<Work> works) {
    if (works.isEmpty()) {
      return;
    }
    table.put(works);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            signal.raise();
          }
        });
  }

  /**
   * Stores work that from then on follows itself, as a node starts; nothing if there is any of its
   * kind, due or parked.
   */
  @Transactional
  public void begin(Work work) {
    if (!table.holds(work.kind())) {
      putAll(List.of(work));
    }
  }

  /** Whether work is not done, due or parked. */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean holds(String kind, String key) {
    return table.holds(kind, key);
  }

  /** What all work of a kind that is not done is about, due or parked, in order. */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<String> keys(String kind) {
    return table.keys(kind);
  }

  /** How much work is parked, for a person to look at. */
  @Transactional(propagation = Propagation.MANDATORY)
  public long parked() {
    return table.parked();
  }

  /** How much work of some kinds was due before an instant and is not done, parked or not. */
  @Transactional(propagation = Propagation.MANDATORY)
  public long overdue(Set<String> kinds, Instant dueBefore) {
    return table.overdue(kinds, dueBefore);
  }
}
