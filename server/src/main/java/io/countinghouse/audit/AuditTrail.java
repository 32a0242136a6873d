package io.countinghouse.audit;

import io.countinghouse.kernel.BusinessClock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where everything that somebody did is written down, in the transaction of the deed. */
@Component
public class AuditTrail {

  private final EntryTable entries;
  private final Bundles bundles;
  private final BusinessClock clock;

  AuditTrail(EntryTable entries, Bundles bundles, BusinessClock clock) {
    this.entries = entries;
    this.bundles = bundles;
    this.clock = clock;
  }

  /**
   * Adds an entry at the present business time; it stays if and only if the caller's transaction
   * commits. It is sealed into the chain within seconds.
   *
   * @param actor who did it
   * @param action what was done, such as {@code workspace.created}
   * @param subject the id of what it was done to
   * @param details what else a reader needs; never a password, code, token or key
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(Actor actor, String action, String subject, Map<String, String> details) {
    recordEach(actor, action, Map.of(subject, details));
  }

  /**
   * Adds an entry for each of many subjects; see {@link #record}. Of a hundred and more the entries
   * are written out, as one, by the thread that seals: within seconds too.
   *
   * @param detailsOf what else a reader needs, by subject
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void recordEach(Actor actor, String action, Map<String, Map<String, String>> detailsOf) {
    Deed deed =
        new Deed(
            clock.now().truncatedTo(ChronoUnit.MICROS), actor.kind().name(), actor.id(), action);
    if (detailsOf.size() >= Bundles.ENTRIES_MIN) {
      bundles.add(deed, detailsOf);
    } else {
      entries.add(deed, UUID.randomUUID(), detailsOf);
    }
  }
}
