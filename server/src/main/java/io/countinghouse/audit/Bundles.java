package io.countinghouse.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deeds that were done to many at once: one row in their transaction, and entries like all others
 * once the thread that seals has written them out.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Bundles {

  /** So many at least make a bundle. */
  static final int ENTRIES_MIN = 100;

  /** More are several. */
  private static final int ENTRIES_MAX = 10_000;

  private final BundleTable table;
  private final EntryTable entries;
  private final JsonMapper json;
  private final AuditKey key;

  Bundles(BundleTable table, EntryTable entries, JsonMapper json, AuditKey key) {
    this.table = table;
    this.entries = entries;
    this.json = json;
    this.key = key;
  }

  /** Subjects of which the same is said. */
  private record Alike(Map<String, String> details, List<String> subjects) {}

  /**
   * Notes a deed.
   *
   * @param detailsOf what else a reader needs, by subject
   */
  void add(Deed deed, Map<String, Map<String, String>> detailsOf) {
    List<String> subjects = detailsOf.keySet().stream().sorted().toList();
    for (int from = 0; from < subjects.size(); from += ENTRIES_MAX) {
      List<String> some = subjects.subList(from, Math.min(from + ENTRIES_MAX, subjects.size()));
      Map<Map<String, String>, List<String>> alike = new LinkedHashMap<>();
      some.forEach(subject ->
          alike
              .computeIfAbsent(detailsOf.getOrDefault(subject, Map.of()), _ -> new ArrayList<>())
              .add(subject));
      List<Alike> said = new ArrayList<>();
      alike.forEach((details, of) -> said.add(new Alike(new TreeMap<>(details), of)));
      String text = json.writeValueAsString(said);
      table.add(Bundle.signed(UUID.randomUUID(), deed, text, key), some.size());
    }
  }

  /**
   * Writes the entries of the first bundle that nobody else is at.
   *
   * @return whether there was one
   */
  boolean writeOut() {
    Optional<Bundle> taken = table.take();
    taken.ifPresent(bundle -> {
      if (bundle.isSignedBy(key)) {
        entries.add(bundle.deed(), bundle.nonce(), detailsOf(bundle));
      } else {
        // Nothing is lost of what somebody wrote there, and nothing of it passes for ours.
        entries.addUnsigned(
            bundle.deed(),
            bundle.nonce(),
            bundle.nonce().toString(),
            Map.of(StoredEntry.UNREADABLE, bundle.said()));
      }
    });
    return taken.isPresent();
  }

  private SortedMap<String, Map<String, String>> detailsOf(Bundle bundle) {
    SortedMap<String, Map<String, String>> detailsOf = new TreeMap<>();
    for (Alike alike : json.readValue(bundle.said(), Alike[].class)) {
      alike.subjects().forEach(subject -> detailsOf.put(subject, alike.details()));
    }
    return detailsOf;
  }
}
