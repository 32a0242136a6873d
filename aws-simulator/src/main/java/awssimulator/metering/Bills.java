package awssimulator.metering;

import awssimulator.metering.Allocation.Tag;
import awssimulator.metering.Bill.DimensionLine;
import awssimulator.metering.Bill.ProductBill;
import awssimulator.metering.Bill.TagLine;
import awssimulator.metering.MeteringRecords.Filter;
import awssimulator.settings.DimensionSettings;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Makes the bill of an account from its charged records. */
@Component
public final class Bills {
  /** Sorts after every value a tag may have, so that the untagged rest comes last. */
  private static final String UNTAGGED = "\uffff";

  private static final int SCALE_MIN = 2;

  /** How much, and how much of it is of a free trial. */
  private record Units(long all, long free) {
    static final Units NONE = new Units(0, 0);

    static Units of(long quantity, boolean free) {
      return new Units(quantity, free ? quantity : 0);
    }

    Units plus(Units more) {
      return new Units(all + more.all, free + more.free);
    }

    Units minus(Units less) {
      return new Units(all - less.all, free - less.free);
    }
  }

  private final MeteringRecords records;
  private final SimulatorSettings settings;

  Bills(MeteringRecords records, SimulatorSettings settings) {
    this.records = records;
    this.settings = settings;
  }

  /** The bill of an account for a month in UTC; empty if nothing was metered. */
  public Bill bill(String accountId, YearMonth month) {
    List<ProductBill> parts = new ArrayList<>();
    for (ProductSettings product : settings.allProducts()) {
      List<MeteringRecord> charged =
          records.list(
              new Filter(
                  null,
                  accountId,
                  product.code(),
                  null,
                  month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC),
                  month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC)));
      if (!charged.isEmpty()) {
        parts.add(part(product, charged));
      }
    }
    return new Bill(accountId, month, parts);
  }

  private static ProductBill part(ProductSettings product, List<MeteringRecord> charged) {
    List<DimensionLine> dimensions = new ArrayList<>();
    List<TagLine> tags = new ArrayList<>();
    BigDecimal total = BigDecimal.ZERO;
    for (DimensionSettings dimension : product.dimensions()) {
      List<MeteringRecord> own =
          charged.stream().filter(r -> r.dimension().equals(dimension.name())).toList();
      if (!own.isEmpty()) {
        Units units = Units.NONE;
        for (MeteringRecord record : own) {
          units = units.plus(Units.of(record.quantity(), record.free()));
        }
        BigDecimal amount = amount(units, dimension);
        total = total.add(amount);
        dimensions.add(
            new DimensionLine(
                dimension.name(),
                own.size(),
                units.all(),
                units.free(),
                dimension.unitPrice().toPlainString(),
                text(amount)));
        tags.addAll(tagLines(dimension, own, units));
      }
    }
    return new ProductBill(
        product.code(), product.currency().getCurrencyCode(), dimensions, tags, text(total));
  }

  private static List<TagLine> tagLines(
      DimensionSettings dimension, List<MeteringRecord> own, Units sum) {
    Map<String, TreeMap<String, Units>> byKey = new TreeMap<>();
    for (MeteringRecord charged : own) {
      for (Allocation allocation : charged.allocations()) {
        for (Tag tag : allocation.tags()) {
          byKey
              .computeIfAbsent(tag.key(), _ -> new TreeMap<>())
              .merge(tag.value(), Units.of(allocation.quantity(), charged.free()), Units::plus);
        }
      }
    }
    List<TagLine> lines = new ArrayList<>();
    byKey.forEach((key, values) -> {
      Units rest = sum.minus(values.values().stream().reduce(Units.NONE, Units::plus));
      if (rest.all() > 0) {
        values.put(UNTAGGED, rest);
      }
      values.forEach((value, units) -> lines.add(line(dimension, key, value, units)));
    });
    return lines;
  }

  private static TagLine line(DimensionSettings dimension, String key, String value, Units units) {
    return new TagLine(
        key,
        value.equals(UNTAGGED) ? null : value,
        dimension.name(),
        units.all(),
        text(amount(units, dimension)));
  }

  /** What is of a free trial costs nothing (facts §4.6). */
  private static BigDecimal amount(Units units, DimensionSettings dimension) {
    return dimension.unitPrice().multiply(BigDecimal.valueOf(units.all() - units.free()));
  }

  private static String text(BigDecimal amount) {
    return (amount.scale() < SCALE_MIN ? amount.setScale(SCALE_MIN) : amount).toPlainString();
  }
}
