package io.countinghouse.audit;

import io.countinghouse.audit.ChainTable.Chain;
import io.countinghouse.audit.ChainTable.End;
import io.countinghouse.audit.ChainTable.Link;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks the whole trail against its chain, from the oldest entry that is kept. */
@Component
public class AuditVerification {

  /** So many findings are listed; the check goes no further. */
  static final int FINDINGS_MAX = 1_000;

  private static final int PAGE = 2_000;

  private final ChainTable table;
  private final Bundles bundles;
  private final AuditKey key;
  private final TransactionTemplate tx;

  AuditVerification(
      ChainTable table, Bundles bundles, AuditKey key, PlatformTransactionManager transactions) {
    this.table = table;
    this.bundles = bundles;
    this.key = key;
    this.tx = new TransactionTemplate(transactions);
    tx.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    tx.setReadOnly(true);
  }

  /** What may be wrong. */
  public enum Kind {
    /** An entry says something else than when it was sealed. */
    CHANGED,
    /** An entry is gone. */
    MISSING,
    /** An entry was not written by the server. */
    INSERTED,
    /** An entry of the server's is not in the chain, nor does it wait for it. */
    OUTSIDE,
    /** What was done to many, and waits to be written out, is not as the server wrote it. */
    BUNDLE_CHANGED,
    /** The seal of an entry is not the one it was given. */
    SEAL_CHANGED,
    /** Seals are gone, up to and with this number. */
    SEAL_MISSING,
    /** What is noted of the chain's ends is gone, or not what the server noted. */
    CHAIN_CHANGED
  }

  /**
   * Something wrong.
   *
   * @param id of the entry; of {@code BUNDLE_CHANGED} the bundle's, of {@code SEAL_MISSING} the
   *     number of the seal, of {@code CHAIN_CHANGED} 0
   */
  public record Finding(Kind kind, long id) {}

  /**
   * What came of it.
   *
   * @param sealed how many seals were checked
   * @param last the number of the last seal
   * @param hash the last seal in hex; noted elsewhere, it shows later that no end was cut off
   */
  public record Result(long sealed, long last, String hash, List<Finding> findings) {}

  /** Checks all of it, as it stands at one instant. */
  public Result verify() {
    return tx.execute(_ -> {
      Optional<Chain> noted = table.read();
      List<Finding> findings = new ArrayList<>();
      if (!noted.map(it -> it.isSignedBy(key)).orElse(false)) {
        findings.add(new Finding(Kind.CHAIN_CHANGED, 0));
      }
      Chain chain = noted.orElseGet(this::fromTheFirstSeal);
      End last = walk(chain, findings);
      noted.ifPresent(it -> checkEnd(last, it.sealed(), findings));
      table.waitingAndGone(FINDINGS_MAX).forEach(it -> findings.add(new Finding(Kind.MISSING, it)));
      for (StoredEntry entry : table.waiting(FINDINGS_MAX)) {
        if (isInserted(entry, chain)) {
          findings.add(new Finding(Kind.INSERTED, entry.id()));
        }
      }
      for (StoredEntry entry : table.outside(FINDINGS_MAX)) {
        findings.add(
            new Finding(isInserted(entry, chain) ? Kind.INSERTED : Kind.OUTSIDE, entry.id()));
      }
      bundles
          .changed(FINDINGS_MAX)
          .forEach(it -> findings.add(new Finding(Kind.BUNDLE_CHANGED, it)));
      return new Result(
          last.no() - chain.pruned().no(),
          last.no(),
          last.hex(),
          findings.stream().distinct().limit(FINDINGS_MAX).toList());
    });
  }

  /** What can still be checked against without the noted ends: each seal with the one before. */
  private Chain fromTheFirstSeal() {
    End first =
        table.after(0, 1).stream()
            .filter(link -> link.no() > 1)
            .map(link -> new End(link.no(), link.hash()))
            .findFirst()
            .orElseGet(() -> new End(0, new byte[0]));
    // Which entries are from before there were MACs is lost too; those without are not told of.
    return new Chain(Long.MAX_VALUE, first, first, new byte[0]);
  }

  private End walk(Chain chain, List<Finding> findings) {
    End last = chain.pruned();
    List<Link> page = table.after(last.no(), PAGE);
    while (!page.isEmpty() && findings.size() < FINDINGS_MAX) {
      for (Link link : page) {
        if (link.no() != last.no() + 1) {
          findings.add(new Finding(Kind.SEAL_MISSING, link.no() - 1));
          // Nothing is left to check this one against.
          last = new End(link.no(), link.hash());
        } else {
          last = check(last, link, chain, findings);
        }
      }
      page = table.after(last.no(), PAGE);
    }
    return last;
  }

  private static void checkEnd(End last, End noted, List<Finding> findings) {
    if (last.no() < noted.no()) {
      findings.add(new Finding(Kind.SEAL_MISSING, noted.no()));
    } else if (!MessageDigest.isEqual(last.hash(), noted.hash())) {
      findings.add(new Finding(Kind.CHAIN_CHANGED, 0));
    }
  }

  /** The end that the next link goes on from: only what is wrong is told, not all after it. */
  private End check(End last, Link link, Chain chain, List<Finding> findings) {
    End stored = new End(link.no(), link.hash());
    StoredEntry entry = link.entry();
    if (entry == null) {
      findings.add(new Finding(Kind.MISSING, link.entryId()));
      return stored;
    }
    byte[] expected = entry.sealAfter(last.hash(), link.no(), key);
    if (MessageDigest.isEqual(expected, link.hash())) {
      if (isInserted(entry, chain)) {
        findings.add(new Finding(Kind.INSERTED, entry.id()));
      }
      return stored;
    }
    if (entry.isSignedBy(key)) {
      findings.add(new Finding(Kind.SEAL_CHANGED, entry.id()));
      return new End(link.no(), expected);
    }
    findings.add(new Finding(Kind.CHANGED, entry.id()));
    return stored;
  }

  private boolean isInserted(StoredEntry entry, Chain chain) {
    boolean fromBefore = entry.mac() == null && entry.id() <= chain.unsignedUntil();
    return !fromBefore && !entry.isSignedBy(key);
  }
}
