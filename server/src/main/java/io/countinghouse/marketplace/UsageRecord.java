package io.countinghouse.marketplace;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What AWS is told of one customer, dimension and hour.
 *
 * @param customer whom it charges
 * @param dimension the API name of a metering dimension
 * @param stamp within the hour it is for; whole seconds are sent
 * @param quantity 0 to 2,147,483,647 (AWS, BatchMeterUsage)
 * @param allocations how the quantity is split; none, or their quantities add up to it
 */
public record UsageRecord(
    Customer customer,
    String dimension,
    Instant stamp,
    long quantity,
    List<Allocation> allocations) {

  /** The highest quantity AWS takes in one record. */
  public static final long QUANTITY_MAX = 2_147_483_647L;

  /** How many allocations AWS takes in one record. */
  public static final int ALLOCATIONS_MAX = 2500;

  /** Whom a record charges, by the model of the product (facts, 4.7). */
  public sealed interface Customer {

    /** The buyer's legacy identifier; the product stands in the call. */
    record Legacy(String identifier) implements Customer {}

    /** The buyer's account and licence; the call names no product. */
    record Licensed(String awsAccountId, LicenseArn license) implements Customer {}
  }

  /** How many different tag keys one record may have (facts, 4.4). */
  public static final int TAG_KEYS_MAX = 5;

  private static final Pattern TAG_KEY = Pattern.compile("[a-zA-Z0-9+ -=._:/@]{1,100}");
  private static final Pattern TAG_VALUE = Pattern.compile("[a-zA-Z0-9+ -=._:/@]{1,256}");

  /**
   * A part of the quantity with its cost-allocation tags.
   *
   * @param quantity 0 or more
   * @param tags keys of 1 to 100 and values of 1 to 256 of the characters AWS takes; none is
   *     allowed for one allocation of a record
   */
  public record Allocation(long quantity, SortedMap<String, String> tags) {
    public Allocation {
      tags = new TreeMap<>(tags);
      if (quantity < 0) {
        throw new IllegalArgumentException("an allocation cannot be below zero: " + quantity);
      }
      tags.forEach((key, value) -> {
        if (!TAG_KEY.matcher(key).matches() || !TAG_VALUE.matcher(value).matches()) {
          throw new IllegalArgumentException("AWS does not take the tag " + key + "=" + value);
        }
      });
    }
  }

  public UsageRecord {
    if (quantity < 0 || quantity > QUANTITY_MAX) {
      throw new IllegalArgumentException("quantity out of AWS's range: " + quantity);
    }
    allocations = List.copyOf(allocations);
    long sum = allocations.stream().mapToLong(Allocation::quantity).sum();
    if (!allocations.isEmpty() && sum != quantity) {
      throw new IllegalArgumentException(
          "allocations add up to %d, not to %d".formatted(sum, quantity));
    }
    if (allocations.size() > ALLOCATIONS_MAX) {
      throw new IllegalArgumentException("too many allocations: " + allocations.size());
    }
    if (allocations.stream().map(Allocation::tags).distinct().count() != allocations.size()) {
      throw new IllegalArgumentException("two allocations have the same tags");
    }
    if (allocations.stream().flatMap(it -> it.tags().keySet().stream()).distinct().count()
        > TAG_KEYS_MAX) {
      throw new IllegalArgumentException("more than %d tag keys".formatted(TAG_KEYS_MAX));
    }
  }

  /** The same for AWS, but nobody is told how it is split. */
  public UsageRecord withoutAllocations() {
    return new UsageRecord(customer, dimension, stamp, quantity, List.of());
  }
}
