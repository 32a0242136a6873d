package io.countinghouse.marketplace;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /** A part of the quantity with its cost-allocation tags. */
  public record Allocation(long quantity, SortedMap<String, String> tags) {
    public Allocation {
      tags = new TreeMap<>(tags);
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
  }
}
