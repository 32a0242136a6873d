package io.countinghouse.console;

import io.countinghouse.billing.DailyUsage;
import io.countinghouse.billing.UnchargedUsage;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes the usage of days: what was used, at what price, and what it comes to. */
@Component
class UsageDays {

  /** Bytes are shown by the gigabyte of 10^9, in which they are priced. */
  private static final int GIGABYTE_DIGITS = 9;

  private final PageText text;

  UsageDays(PageText text) {
    this.text = text;
  }

  /**
   * A day as shown.
   *
   * @param totals what it comes to, one for each currency
   */
  record Day(String date, List<Line> lines, List<String> totals) {}

  /**
   * A line of a day.
   *
   * @param retention empty for an item without
   * @param unit how much counted usage is one unit
   * @param price of one unit; empty: charged to nobody
   * @param amount empty: charged to nobody
   * @param uncharged why nobody is charged; empty: somebody is
   */
  record Line(
      String item,
      String retention,
      String units,
      String unit,
      @Nullable String price,
      @Nullable String amount,
      @Nullable String uncharged,
      boolean correction) {}

  /** One day out of the rows of many. */
  Day of(LocalDate day, List<DailyUsage.Row> rows, Language language) {
    List<DailyUsage.Row> own = rows.stream().filter(row -> row.day().equals(day)).toList();
    return new Day(
        text.day(day, language),
        own.stream().map(row -> line(row, language)).toList(),
        totals(own).stream().map(total -> text.money(total, language)).toList());
  }

  /** What rows come to, one amount for each currency, in the order of their codes. */
  static List<Money> totals(List<DailyUsage.Row> rows) {
    Map<String, Money> totals = new TreeMap<>();
    for (DailyUsage.Row row : rows) {
      Money amount = row.amount();
      if (amount != null) {
        totals.merge(amount.currency().getCurrencyCode(), amount, Money::plus);
      }
    }
    return List.copyOf(totals.values());
  }

  private Line line(DailyUsage.Row row, Language language) {
    Money price = row.price();
    Money amount = row.amount();
    return new Line(
        item(row.item(), language),
        retention(row.retention(), language),
        text.number(row.units(), language),
        unit(row.item(), row.unitSize(), language),
        price == null ? null : text.money(price, language),
        amount == null ? null : text.money(amount, language),
        uncharged(row, language),
        row.correction());
  }

  /** Why nobody is charged, in words; empty where somebody is. */
  @Nullable String uncharged(DailyUsage.Row row, Language language) {
    UnchargedUsage.Reason reason = row.uncharged();
    return reason == null ? null : text.text("usage.uncharged." + reason, language);
  }

  /** An item's name. */
  String item(Item item, Language language) {
    return text.text("item." + item.id(), language);
  }

  /** How long something is kept; empty for an item without a retention. */
  String retention(String retention, Language language) {
    return retention.isEmpty()
        ? ""
        : text.text(
            "usage.days",
            language,
            Integer.valueOf(retention.substring(0, retention.length() - 1)));
  }

  /** How much one unit is, such as 1,000,000 log entries. */
  String unit(Item item, BigDecimal size, Language language) {
    BigDecimal shown =
        switch (item) {
          case FORWARD -> size.movePointLeft(GIGABYTE_DIGITS);
          case TIMESERIES, LOG, NETWORK, TRACE, PROFILE, PV, SESSION, SYNTHETIC, TRIGGER, SMS ->
              size;
        };
    // The size as text, for a pattern would round it; the number itself chooses the plural.
    return text.text("item.unit." + item.id(), language, text.number(shown, language), shown);
  }
}
