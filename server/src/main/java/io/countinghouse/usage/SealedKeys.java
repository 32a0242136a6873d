package io.countinghouse.usage;

import io.countinghouse.usage.EventTable.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/**
 * Which keys no sealed window holds, without asking the database. Nothing is inserted into a sealed
 * window any more, so each node reads its keys once, in the background, into a filter; until then,
 * and where the memory does not suffice, keys are looked up.
 */
@Component
class SealedKeys {

  private static final Logger log = LoggerFactory.getLogger(SealedKeys.class);

  private final EventTable events;
  private final TransactionTemplate tx;
  private final long bytesMax;
  private final Map<Integer, KeyFilter> filters = new ConcurrentHashMap<>();
  private final AtomicBoolean learning = new AtomicBoolean();

  @Autowired
  SealedKeys(EventTable events, UsageSettings settings, TransactionTemplate tx) {
    this(events, settings.sealedKeysMax(), tx);
  }

  SealedKeys(EventTable events, DataSize max, TransactionTemplate tx) {
    this.events = events;
    this.tx = tx;
    this.bytesMax = max.toBytes();
  }

  /** Where keys may be among the sealed windows that a writer has entered; mostly nowhere. */
  List<Place> mayHold(EventWindows.Entered windows, Collection<UsageEvent.Key> keys) {
    List<Integer> sealed = windows.sealed();
    KeyFilter[] known =
        sealed.stream()
            .map(window -> filters.getOrDefault(window, KeyFilter.ALL))
            .toArray(KeyFilter[]::new);
    List<Place> found = new ArrayList<>();
    for (UsageEvent.Key key : keys) {
      Integer source = windows.sources().get(key.source());
      long hash = source == null ? 0 : KeyFilter.hash(source, key.id());
      for (int i = 0; i < known.length; i++) {
        if (source == null || known[i].mayHold(hash)) {
          found.add(new Place(sealed.get(i), key));
        }
      }
    }
    return found;
  }

  /** Begins to learn windows that are sealed and not known yet, if nobody does so already. */
  void learnInBackground(List<Integer> sealed) {
    if (!filters.keySet().containsAll(sealed) && learning.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("sealed-keys")
          .start(() -> {
            try {
              learn(sealed);
            } catch (RuntimeException e) {
              log.info("the keys of sealed windows are looked up for now: {}", e.getMessage());
            } finally {
              learning.set(false);
            }
          });
    }
  }

  /**
   * Learns windows and forgets all others.
   *
   * @param sealed seen as sealed by a transaction that is over
   */
  void learn(List<Integer> sealed) {
    filters.keySet().retainAll(sealed);
    for (Integer window : sealed) {
      if (!filters.containsKey(window)) {
        long left = bytesMax - filters.values().stream().mapToLong(KeyFilter::bytes).sum();
        filters.put(window, tx.execute(_ -> read(window, left)));
      }
    }
  }

  private KeyFilter read(int window, long bytes) {
    long keys = events.count(window);
    if (keys * KeyFilter.BITS_PER_KEY / Byte.SIZE > bytes) {
      log.warn(
          "window {} has {} events: their keys are looked up in the database, for"
              + " countinghouse.usage.sealed-keys-max does not suffice",
          window,
          keys);
      return KeyFilter.ALL;
    }
    KeyFilter filter = new KeyFilter(keys);
    events.keys(window, (id, source) -> filter.add(KeyFilter.hash(source, id)));
    return filter;
  }
}
