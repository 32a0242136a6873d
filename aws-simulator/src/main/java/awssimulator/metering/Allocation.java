package awssimulator.metering;

import java.util.List;

/**
 * A share of a record's quantity.
 *
 * @param quantity units of this share
 * @param tags what it is for; empty for the share without tags
 */
public record Allocation(long quantity, List<Tag> tags) {
  /** Tags are kept in their order. */
  public Allocation {
    tags = List.copyOf(tags);
  }

  /** A cost-allocation tag; the buyer sees the key with a prefix. */
  public record Tag(String key, String value) {}
}
