package awssimulator.metering;

import awssimulator.metering.Allocation.Tag;
import awssimulator.metering.MeteringRefusal.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of usage allocations (facts §4.4). */
final class AllocationRules {
  private static final int ALLOCATIONS_MAX = 2500;
  private static final int TAGS_MAX = 5;
  private static final int KEY_LENGTH_MAX = 100;
  private static final int VALUE_LENGTH_MAX = 256;

  /** AWS's own pattern, in which {@code " -="} is a range of characters. */
  private static final Pattern ALLOWED = Pattern.compile("^[a-zA-Z0-9+ -=._:\\/@]+$");

  private AllocationRules() {}

  /**
   * Checks the allocations of one record.
   *
   * @throws MeteringRefusal INVALID_USAGE_ALLOCATIONS, INVALID_TAG or TOO_MANY_TAGS
   */
  static void check(UsageRecord usage) {
    if (usage.divided().isEmpty()) {
      return;
    }
    List<Allocation> allocations = usage.divided().get();
    if (allocations.isEmpty() || allocations.size() > ALLOCATIONS_MAX) {
      throw allocations("The number of usage allocations must be 1 to " + ALLOCATIONS_MAX);
    }
    allocations.forEach(AllocationRules::checkTags);
    checkKeys(allocations);
    checkSets(allocations);
    long sum = allocations.stream().mapToLong(Allocation::quantity).sum();
    if (sum != usage.quantity()) {
      throw allocations("Sum of allocated usage quantities is not equal to the usage quantity");
    }
  }

  private static void checkTags(Allocation allocation) {
    if (allocation.tags().size() > TAGS_MAX) {
      throw tooManyTags();
    }
    Set<String> keys = new HashSet<>();
    for (Tag tag : allocation.tags()) {
      checkText(tag.key(), KEY_LENGTH_MAX, "key");
      checkText(tag.value(), VALUE_LENGTH_MAX, "value");
      if (!keys.add(tag.key())) {
        throw tag("A tag key is used twice in one allocation");
      }
    }
  }

  private static void checkText(String text, int lengthMax, String what) {
    if (text.isEmpty() || text.length() > lengthMax || !ALLOWED.matcher(text).matches()) {
      throw tag("A tag " + what + " is malformed or not 1 to " + lengthMax + " characters long");
    }
  }

  private static void checkKeys(List<Allocation> allocations) {
    long keys =
        allocations.stream().flatMap(a -> a.tags().stream()).map(Tag::key).distinct().count();
    if (keys > TAGS_MAX) {
      throw tooManyTags();
    }
  }

  private static void checkSets(List<Allocation> allocations) {
    Set<Set<Tag>> seen = new HashSet<>();
    for (Allocation allocation : allocations) {
      if (!seen.add(Set.copyOf(allocation.tags()))) {
        throw allocations(
            allocation.tags().isEmpty()
                ? "More than one usage allocation has no tags"
                : "Two usage allocations have the same tags");
      }
    }
  }

  private static MeteringRefusal allocations(String message) {
    return new MeteringRefusal(Reason.INVALID_USAGE_ALLOCATIONS, message);
  }

  private static MeteringRefusal tooManyTags() {
    return new MeteringRefusal(
        Reason.TOO_MANY_TAGS, "The number of tags is greater than " + TAGS_MAX);
  }

  private static MeteringRefusal tag(String message) {
    return new MeteringRefusal(Reason.INVALID_TAG, message);
  }
}
