package io.countinghouse.billing;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one row of a price list; says all that is wrong with it. */
final class PriceRowReader {

  /** As usage names it. */
  private static final Pattern RETENTION = Pattern.compile("[1-9][0-9]{0,3}d");

  /** Plain digits: an exponent, a blank or a comma for thousands is more likely a slip. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

  private final int line;
  private final Map<String, String> cells;
  private final List<PriceProblem> problems;

  /**
   * @param cells by column; those of an allowance may be missing
   * @param problems where they are added to
   */
  PriceRowReader(int line, Map<String, String> cells, List<PriceProblem> problems) {
    this.line = line;
    this.cells = cells;
    this.problems = problems;
  }

  /** The row; null if anything is wrong with it. */
  PriceListReader.@Nullable Row read() {
    int before = problems.size();
    Item item = item("item");
    BigDecimal unit = number("unit", true);
    if (item != null) {
      checkDayValue(item);
      checkRetention(item);
    }
    Currency currency = currency();
    Site.Kind kind = siteKind();
    BigDecimal price = number("price", false);
    Allowance allowance = allowance(item, kind);
    if (problems.size() > before
        || item == null
        || unit == null
        || currency == null
        || kind == null
        || price == null) {
      return null;
    }
    PriceLine found =
        new PriceLine(item, unit, item.dayValue(), cell("retention"), currency, kind, price);
    return new PriceListReader.Row(line, found, allowance);
  }

  private @Nullable Allowance allowance(@Nullable Item item, Site.@Nullable Kind kind) {
    if (cell("grants_item").isEmpty() && cell("grants_quantity").isEmpty()) {
      return null;
    }
    if (cell("grants_item").isEmpty() || cell("grants_quantity").isEmpty()) {
      add("grants_item", PriceProblem.Kind.HALF_AN_ALLOWANCE);
      return null;
    }
    Item on = item("grants_item");
    BigDecimal quantity = number("grants_quantity", true);
    if (item != null && item == on) {
      add("grants_item", PriceProblem.Kind.GRANTS_ON_ITSELF);
    } else if (item != null && kind != null && on != null && quantity != null) {
      return new Allowance(item, kind, on, quantity);
    }
    return null;
  }

  private @Nullable Item item(String column) {
    Item item = Item.find(cell(column)).orElse(null);
    if (item == null) {
      add(column, PriceProblem.Kind.UNKNOWN_ITEM, cell(column));
    }
    return item;
  }

  private void checkDayValue(Item item) {
    if (!cell("day_value").equals(item.dayValue().name())) {
      add(
          "day_value",
          PriceProblem.Kind.WRONG_DAY_VALUE,
          cell("day_value"),
          item.dayValue().name());
    }
  }

  private void checkRetention(Item item) {
    String retention = cell("retention");
    if (retention.isEmpty()) {
      if (item.retained()) {
        add("retention", PriceProblem.Kind.RETENTION_MISSING, item.id());
      }
    } else if (!item.retained()) {
      add("retention", PriceProblem.Kind.RETENTION_EXTRA, item.id());
    } else if (!RETENTION.matcher(retention).matches()) {
      add("retention", PriceProblem.Kind.RETENTION_MALFORMED, retention);
    }
  }

  private @Nullable Currency currency() {
    String code = cell("currency");
    // Gold, test codes and the like have no decimals.
    Currency found =
        Currency.availableCurrencies()
            .filter(it -> it.getCurrencyCode().equals(code) && it.getDefaultFractionDigits() >= 0)
            .findFirst()
            .orElse(null);
    if (found == null) {
      add("currency", PriceProblem.Kind.UNKNOWN_CURRENCY, code);
    }
    return found;
  }

  private Site.@Nullable Kind siteKind() {
    String id = cell("site_kind");
    Site.Kind found =
        Arrays.stream(Site.Kind.values())
            .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(id))
            .findFirst()
            .orElse(null);
    if (found == null) {
      add("site_kind", PriceProblem.Kind.UNKNOWN_SITE_KIND, id);
    }
    return found;
  }

  private @Nullable BigDecimal number(String column, boolean above0) {
    String text = cell(column);
    if (!NUMBER.matcher(text).matches()) {
      add(column, PriceProblem.Kind.NOT_A_NUMBER, text);
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    if (above0 && number.signum() <= 0) {
      add(column, PriceProblem.Kind.NOT_ABOVE_0, text);
    } else if (number.signum() < 0) {
      add(column, PriceProblem.Kind.BELOW_0, text);
    } else {
      return number;
    }
    return null;
  }

  private String cell(String column) {
    return cells.getOrDefault(column, "");
  }

  private void add(String column, PriceProblem.Kind kind, String... arguments) {
    problems.add(new PriceProblem(line, column, kind, List.of(arguments)));
  }
}
