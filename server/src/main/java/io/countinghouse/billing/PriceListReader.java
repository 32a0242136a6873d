package io.countinghouse.billing;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** Reads a price list from CSV; what is wrong is refused with its line. */
final class PriceListReader {

  static final String HEADER = "item,unit,day_value,retention,currency,site_kind,price";
  private static final int COLUMNS = 7;

  private PriceListReader() {}

  /**
   * @throws IllegalArgumentException naming the line and what is wrong with it
   */
  static PriceList read(String version, Instant validFrom, String csv) {
    List<String> rows = csv.lines().map(String::strip).toList();
    if (rows.isEmpty() || !rows.getFirst().equals(HEADER)) {
      throw new IllegalArgumentException(
          "Price list %s, line 1: the header must be %s".formatted(version, HEADER));
    }
    List<PriceLine> lines = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      if (!rows.get(i).isEmpty()) {
        try {
          lines.add(line(rows.get(i)));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "Price list %s, line %d: %s".formatted(version, i + 1, e.getMessage()), e);
        }
      }
    }
    try {
      return new PriceList(version, validFrom, lines);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Price list %s: %s".formatted(version, e.getMessage()), e);
    }
  }

  private static PriceLine line(String row) {
    String[] cells = row.split(",", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("%d columns, not %d".formatted(cells.length, COLUMNS));
    }
    Item item =
        Item.find(cells[0])
            .orElseThrow(() -> new IllegalArgumentException("unknown item " + cells[0]));
    return new PriceLine(
        item,
        decimal("unit", cells[1]),
        Item.DayValue.valueOf(cells[2]),
        cells[3],
        Currency.getInstance(cells[4]),
        Site.Kind.valueOf(cells[5].toUpperCase(Locale.ROOT)),
        decimal("price", cells[6]));
  }

  private static BigDecimal decimal(String column, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(column + " is no number: " + text, e);
    }
  }
}
