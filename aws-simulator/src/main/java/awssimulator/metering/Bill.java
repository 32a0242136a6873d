package awssimulator.metering;

import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account pays for a month, in UTC. Amounts are decimal strings in the product's currency.
 *
 * @param products one entry per product with records in the month
 */
public record Bill(String accountId, YearMonth month, List<ProductBill> products) {

  /** The part of one product. */
  public record ProductBill(
      String productCode,
      String currency,
      List<DimensionLine> dimensions,
      List<TagLine> tags,
      String total) {}

  /**
   * The charge for one dimension: the sum of its records.
   *
   * @param freeQuantity how much of the quantity is of a free trial and costs nothing
   */
  public record DimensionLine(
      String dimension,
      long records,
      long quantity,
      long freeQuantity,
      String unitPrice,
      String amount) {}

  /**
   * The charge of one dimension that carries a cost-allocation tag.
   *
   * @param key the tag's key as the seller sent it; the console shows it with {@link #PREFIX}
   * @param value its value, or null for what does not carry the key
   */
  public record TagLine(
      String key, @Nullable String value, String dimension, long quantity, String amount) {
    /** What AWS puts before the keys of a seller's tags. */
    public static final String PREFIX = "aws:marketplace:isv:";

    /** The key as the buyer's cost tools show it. */
    public String costAllocationTag() {
      return PREFIX + key;
    }
  }
}
