package io.countinghouse.simulation;

import awssimulator.client.Observations.Allocation;
import awssimulator.client.Observations.MeteringRecord;
import awssimulator.client.Observations.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** AWS's limits for the allocations of a record (facts, 4.4), as far as records arrived there. */
final class AllocationLimits {

  private static final int ALLOCATIONS_MOST = 2500;
  private static final int KEYS_MOST = 5;
  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9+ -=._:/@]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[a-zA-Z0-9+ -=._:/@]{1,256}");

  private AllocationLimits() {}

  /** What a record breaks, a sentence each. */
  static List<String> broken(MeteringRecord record) {
    List<Allocation> allocations = record.allocations();
    List<String> problems = new ArrayList<>();
    if (allocations.isEmpty()) {
      return problems;
    }
    long sum = allocations.stream().mapToLong(Allocation::quantity).sum();
    if (record.quantity() == 0 || sum != record.quantity()) {
      problems.add("allocations of %s add up to %d".formatted(record, sum));
    }
    Set<String> keys = new HashSet<>();
    Set<Set<Tag>> sets = new HashSet<>();
    for (Allocation allocation : allocations) {
      allocation.tags().forEach(tag -> keys.add(tag.key()));
      boolean formed =
          allocation.tags().stream()
              .allMatch(
                  tag -> KEY.matcher(tag.key()).matches() && VALUE.matcher(tag.value()).matches());
      if (!sets.add(Set.copyOf(allocation.tags())) || !formed) {
        problems.add("tags of %s come twice, or are none: %s".formatted(record, allocation));
      }
    }
    if (allocations.size() > ALLOCATIONS_MOST || keys.size() > KEYS_MOST) {
      problems.add("%s has too many allocations, or keys".formatted(record));
    }
    return problems;
  }
}
