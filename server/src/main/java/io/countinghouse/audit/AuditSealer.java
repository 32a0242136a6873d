package io.countinghouse.audit;

import io.countinghouse.audit.ChainTable.Chain;
import io.countinghouse.audit.ChainTable.End;
import io.countinghouse.audit.ChainTable.Link;
import io.countinghouse.kernel.BusinessClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes out what was bundled, seals entries into the chain, and drops what is past its time from
 * the chain's old end. Over all nodes one seals or drops at a time, who holds the row of the chain;
 * writing out needs no more than a bundle that nobody else is at.
 */
@Component
@EnableConfigurationProperties(AuditSettings.class)
class AuditSealer {

  private static final Logger log = LoggerFactory.getLogger(AuditSealer.class);
  private static final int ENTRIES_MAX = 1_000;

  private final ChainTable table;
  private final Bundles bundles;
  private final AuditKey key;
  private final AuditSettings settings;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  AuditSealer(
      ChainTable table,
      Bundles bundles,
      AuditKey key,
      AuditSettings settings,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.table = table;
    this.bundles = bundles;
    this.key = key;
    this.settings = settings;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * Writes the entries of all bundles that nobody else is at; they wait for their seal then. One
   * that cannot be written out waits for the next time, and holds up no other.
   *
   * @return how many were
   */
  int writeOut() {
    int written = 0;
    Optional<Long> next = tx.execute(_ -> bundles.next(0));
    while (next.isPresent()) {
      long id = next.get();
      written += isWrittenOut(id) ? 1 : 0;
      next = tx.execute(_ -> bundles.next(id));
    }
    return written;
  }

  private boolean isWrittenOut(long id) {
    try {
      return tx.execute(_ -> bundles.writeOut(id));
    } catch (RuntimeException e) {
      log.error("bundle {} of the audit trail cannot be written out now, trying again", id, e);
      return false;
    }
  }

  /**
   * Seals the first entries that wait, in the order of their ids among those committed.
   *
   * @return how many; 0 also when another node is at it
   */
  int seal() {
    return tx.execute(_ -> {
      Optional<Chain> taken = table.take();
      List<StoredEntry> waiting = taken.isEmpty() ? List.of() : table.waiting(ENTRIES_MAX);
      if (waiting.isEmpty()) {
        return 0;
      }
      Chain chain = taken.orElseThrow();
      List<Link> links = new ArrayList<>();
      End last = chain.sealed();
      for (StoredEntry entry : waiting) {
        long no = last.no() + 1;
        last = new End(no, entry.sealAfter(last.hash(), no, key));
        links.add(new Link(no, entry.id(), last.hash(), entry));
      }
      table.seal(links);
      table.write(new Chain(chain.unsignedUntil(), chain.pruned(), last, chain.mac()), key);
      return links.size();
    });
  }

  /**
   * Drops the oldest entries that are past their time. It stops before the first that is not, and
   * before one that is missing: what was tampered with is not tidied away.
   *
   * @return how many; 0 also when another node is at it
   */
  int prune() {
    Instant keptFrom = clock.now().minus(settings.keep());
    return tx.execute(_ -> {
      Optional<Chain> taken = table.take();
      if (taken.isEmpty()) {
        return 0;
      }
      Chain chain = taken.get();
      End last = chain.pruned();
      for (Link link : table.after(last.no(), ENTRIES_MAX)) {
        StoredEntry entry = link.entry();
        if (entry == null || !entry.at().isBefore(keptFrom)) {
          break;
        }
        last = new End(link.no(), link.hash());
      }
      if (last.no() > chain.pruned().no()) {
        table.drop(last.no());
        table.write(new Chain(chain.unsignedUntil(), last, chain.sealed(), chain.mac()), key);
      }
      return Math.toIntExact(last.no() - chain.pruned().no());
    });
  }
}
