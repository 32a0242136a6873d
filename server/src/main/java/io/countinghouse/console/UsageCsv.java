package io.countinghouse.console;

import io.countinghouse.billing.DailyUsage;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The usage of days as a file: a line for each item, retention and price of a day. */
@Component
class UsageCsv {

  private static final List<String> COLUMNS =
      List.of("day", "item", "retention", "units", "unit", "price", "amount", "currency", "note");

  private final PageText text;
  private final UsageDays days;

  UsageCsv(PageText text, UsageDays days) {
    this.text = text;
    this.days = days;
  }

  String of(List<DailyUsage.Row> rows, Language language) {
    Csv csv = new Csv();
    csv.row(COLUMNS.stream().map(it -> text.text("usage." + it, language)).toList());
    rows.forEach(row -> csv.row(cells(row, language)));
    return csv.toString();
  }

  private List<String> cells(DailyUsage.Row row, Language language) {
    Money price = row.price();
    Money amount = row.amount();
    return Stream.of(
            row.day().toString(),
            days.item(row.item(), language),
            row.retention(),
            row.units().toPlainString(),
            row.unitSize().toPlainString(),
            price == null ? "" : price.amount().toPlainString(),
            amount == null ? "" : amount.amount().toPlainString(),
            price == null ? "" : price.currency().getCurrencyCode(),
            note(row, language))
        .toList();
  }

  private String note(DailyUsage.Row row, Language language) {
    String uncharged = days.uncharged(row, language);
    return Stream.concat(
            row.correction() ? Stream.of(text.text("usage.correction", language)) : Stream.empty(),
            Stream.ofNullable(uncharged))
        .collect(Collectors.joining("; "));
  }
}
