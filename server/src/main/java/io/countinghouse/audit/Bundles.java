package io.countinghouse.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
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

  /** Longer ones have no index. */
  private static final int SUBJECT_BYTES_MAX = 1_000;

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
  private record Alike(Map<String, String> details, List<String> subjects) {

    Alike {
      // Neither may lack anything, whoever wrote it.
      details = new TreeMap<>(Map.copyOf(details));
      subjects = List.copyOf(subjects);
    }
  }

  /**
   * Notes a deed.
   *
   * @param detailsOf what else a reader needs, by subject
   * @throws IllegalArgumentException if no entry could be written of it
   */
  void add(Deed deed, Map<String, Map<String, String>> detailsOf) {
    List<String> subjects = detailsOf.keySet().stream().sorted().toList();
    detailsOf.forEach((subject, details) -> {
      if (!isWritable(subject, details)) {
        throw new IllegalArgumentException("no entry of %s: %s".formatted(subject, details));
      }
    });
    for (int from = 0; from < subjects.size(); from += ENTRIES_MAX) {
      List<String> some = subjects.subList(from, Math.min(from + ENTRIES_MAX, subjects.size()));
      Map<Map<String, String>, List<String>> alike = new LinkedHashMap<>();
      some.forEach(subject ->
          alike
              .computeIfAbsent(detailsOf.getOrDefault(subject, Map.of()), _ -> new ArrayList<>())
              .add(subject));
      List<Alike> said = new ArrayList<>();
      alike.forEach((details, of) -> said.add(new Alike(details, of)));
      String text = json.writeValueAsString(said);
      table.add(Bundle.signed(UUID.randomUUID(), deed, text, key), some.size());
    }
  }

  private static boolean isWritable(String subject, Map<String, String> details) {
    return !subject.isEmpty()
        && subject.getBytes(StandardCharsets.UTF_8).length <= SUBJECT_BYTES_MAX
        && Stream.concat(
                Stream.of(subject),
                Stream.concat(details.keySet().stream(), details.values().stream()))
            .noneMatch(text -> text.indexOf('\0') >= 0);
  }

  /** The first bundle after another one that nobody else is at; by id, from 0 on. */
  Optional<Long> next(long after) {
    return table.next(after);
  }

  /**
   * Writes the entries of a bundle. Of one that the server did not write so, or that was written
   * out before, they are entries that the check of the trail names: nothing is lost of what
   * somebody put there, and nothing of it passes for ours.
   *
   * @return false if somebody else is at it, or has been
   */
  boolean writeOut(long id) {
    Optional<Bundle> taken = table.take(id);
    taken.ifPresent(bundle -> {
      Optional<SortedMap<String, Map<String, String>>> said = detailsOf(bundle);
      if (isOurs(bundle, said)) {
        entries.add(bundle.deed(), bundle.nonce(), said.orElseThrow());
      } else {
        entries.addUnsigned(
            bundle.deed(),
            said.orElseGet(() ->
                new TreeMap<>(
                    Map.of(
                        bundle.nonce().toString(),
                        Map.of(StoredEntry.UNREADABLE, bundle.said())))));
      }
    });
    return taken.isPresent();
  }

  private boolean isOurs(Bundle bundle, Optional<SortedMap<String, Map<String, String>>> said) {
    return said.isPresent()
        && bundle.isSignedBy(key)
        && !entries.hasAny(bundle.nonce(), said.get().size());
  }

  /** Those that wait and that the server did not write so, by id. */
  List<Long> changed(int limit) {
    return table.waiting(bundle -> !isOurs(bundle, detailsOf(bundle)), limit);
  }

  /** By subject; empty if it cannot be read, or no entries could be written of it. */
  private Optional<SortedMap<String, Map<String, String>>> detailsOf(Bundle bundle) {
    try {
      SortedMap<String, Map<String, String>> detailsOf = new TreeMap<>();
      JsonNode read = json.readTree(bundle.said());
      for (JsonNode one : read) {
        Alike alike = json.treeToValue(one, Alike.class);
        if (alike == null) {
          return Optional.empty();
        }
        alike.subjects().forEach(subject -> detailsOf.put(subject, alike.details()));
      }
      boolean writable =
          !detailsOf.isEmpty()
              && detailsOf.entrySet().stream()
                  .allMatch(one -> isWritable(one.getKey(), one.getValue()));
      return writable ? Optional.of(detailsOf) : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
