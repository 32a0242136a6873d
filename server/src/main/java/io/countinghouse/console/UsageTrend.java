package io.countinghouse.console;

import io.countinghouse.billing.DailyUsage;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Usage over time: a table of days, from which the page's script draws its chart. */
@Component
class UsageTrend {

  private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

  private final PageText text;
  private final UsageDays days;

  UsageTrend(PageText text, UsageDays days) {
    this.text = text;
    this.days = days;
  }

  /** From the first to the last day. */
  record Span(LocalDate from, LocalDate to) {

    List<LocalDate> days() {
      return from.datesUntil(to.plusDays(1)).toList();
    }
  }

  /**
   * A chart and its table.
   *
   * @param finding what it shows, in a sentence
   * @param unit of its values
   * @param series names of its columns
   * @param rows a day each, the last day first
   * @param sums of the columns and, last, of all
   */
  record Chart(
      String finding, String unit, List<String> series, List<DayRow> rows, List<Value> sums) {}

  /**
   * A row of the table.
   *
   * @param date as people read it
   * @param day {@code 2026-05-01}
   * @param values one for each series and, last, their sum
   */
  record DayRow(String date, String day, List<Value> values) {}

  /** A number, exact for scripts and as people read it. */
  record Value(String exact, String shown) {}

  /** One series: a name and its value of each day with any. */
  private record Series(String name, Map<LocalDate, BigDecimal> values) {

    BigDecimal sum() {
      return values.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  /** How a chart writes its numbers. */
  private interface Writer extends Function<BigDecimal, String> {}

  /** What the days cost, by item: one chart for each currency. */
  List<Chart> ofAmounts(List<DailyUsage.Row> rows, Span span, Language language) {
    return UsageDays.totals(rows).stream()
        .map(total -> ofAmounts(rows, total, span, language))
        .toList();
  }

  private Chart ofAmounts(List<DailyUsage.Row> rows, Money total, Span span, Language language) {
    Map<Item, Map<LocalDate, BigDecimal>> byItem = new TreeMap<>();
    for (DailyUsage.Row row : rows) {
      Money amount = row.amount();
      if (amount != null && amount.currency().equals(total.currency())) {
        byItem
            .computeIfAbsent(row.item(), _ -> new TreeMap<>())
            .merge(row.day(), amount.amount(), BigDecimal::add);
      }
    }
    List<Series> series = new ArrayList<>();
    byItem.forEach((item, values) -> series.add(new Series(days.item(item, language), values)));
    int length = span.days().size();
    String sum = text.money(total, language);
    Series largest = series.stream().max(Comparator.comparing(Series::sum)).orElseThrow();
    String finding =
        total.signum() > 0
            ? text.text(
                "usage.finding.amounts",
                language,
                length,
                sum,
                largest.name(),
                share(largest.sum(), total.amount()))
            : text.text("usage.finding.sum", language, length, sum);
    return chart(
        finding,
        total.currency().getCurrencyCode(),
        series,
        span,
        value -> text.amount(value, language),
        language);
  }

  /** Whole percent, cut. */
  private static String share(BigDecimal part, BigDecimal whole) {
    return part.multiply(PERCENT).divide(whole, 0, RoundingMode.DOWN).toPlainString();
  }

  /** The units of one item by retention, charged or not; none without usage. */
  List<Chart> ofItem(Item item, List<DailyUsage.Row> rows, Span span, Language language) {
    Map<Integer, Map<String, Map<LocalDate, BigDecimal>>> byRetention = new TreeMap<>();
    List<DailyUsage.Row> own = rows.stream().filter(row -> row.item() == item).toList();
    if (own.isEmpty()) {
      return List.of();
    }
    BigDecimal unitSize = own.getLast().unitSize();
    for (DailyUsage.Row row : own) {
      byRetention
          .computeIfAbsent(row.retention().length(), _ -> new TreeMap<>())
          .computeIfAbsent(row.retention(), _ -> new TreeMap<>())
          .merge(row.day(), units(row, unitSize), BigDecimal::add);
    }
    List<Series> series = new ArrayList<>();
    byRetention.values().stream()
        .flatMap(it -> it.entrySet().stream())
        .forEach(it ->
            series.add(
                new Series(
                    it.getKey().isEmpty()
                        ? days.item(item, language)
                        : days.retention(it.getKey(), language),
                    it.getValue())));
    String unit = text.text("usage.units-of", language, days.unit(item, unitSize, language));
    return List.of(
        chart(
            itemFinding(item, own, unitSize, span, language),
            unit,
            series,
            span,
            value -> text.number(value, language),
            language));
  }

  /** In units of one size: another price list may have had another. */
  private static BigDecimal units(DailyUsage.Row row, BigDecimal unitSize) {
    return row.unitSize().compareTo(unitSize) == 0
        ? row.units()
        : row.units().multiply(row.unitSize()).divide(unitSize, MathContext.DECIMAL128);
  }

  private String itemFinding(
      Item item, List<DailyUsage.Row> own, BigDecimal unitSize, Span span, Language language) {
    Map<LocalDate, BigDecimal> perDay = new TreeMap<>();
    own.forEach(row -> perDay.merge(row.day(), units(row, unitSize), BigDecimal::add));
    Map.Entry<LocalDate, BigDecimal> most =
        perDay.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    BigDecimal sum = perDay.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return text.text(
        "usage.finding.item",
        language,
        span.days().size(),
        days.item(item, language),
        text.number(sum, language),
        text.day(most.getKey(), language),
        text.number(most.getValue(), language),
        sum);
  }

  private Chart chart(
      String finding,
      String unit,
      List<Series> series,
      Span span,
      Writer writer,
      Language language) {
    List<DayRow> rows = new ArrayList<>();
    for (LocalDate day : span.days().reversed()) {
      List<BigDecimal> values =
          series.stream().map(it -> it.values().getOrDefault(day, BigDecimal.ZERO)).toList();
      rows.add(new DayRow(text.day(day, language), day.toString(), withSum(values, writer)));
    }
    return new Chart(
        finding,
        unit,
        series.stream().map(Series::name).toList(),
        rows,
        withSum(series.stream().map(Series::sum).toList(), writer));
  }

  private static List<Value> withSum(List<BigDecimal> values, Writer writer) {
    List<BigDecimal> all = new ArrayList<>(values);
    all.add(values.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    return all.stream().map(it -> new Value(it.toPlainString(), writer.apply(it))).toList();
  }
}
