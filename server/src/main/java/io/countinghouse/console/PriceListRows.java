package io.countinghouse.console;

import io.countinghouse.billing.Allowance;
import io.countinghouse.billing.PriceChanges;
import io.countinghouse.billing.PriceLine;
import io.countinghouse.billing.PriceListDirectory;
import io.countinghouse.billing.PriceProblem;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.site.Site;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The rows of the pages of price lists. Items and kinds of sites are named as in the files. */
@Component
class PriceListRows {

  private final PageText text;
  private final MessageSource texts;

  PriceListRows(PageText text, MessageSource texts) {
    this.text = text;
    this.texts = texts;
  }

  /**
   * A price list as shown.
   *
   * @param until the last day before the next list; null when none follows
   */
  record ListRow(
      String version,
      LocalDate from,
      @Nullable LocalDate until,
      String state,
      String badge,
      int prices,
      int allowances,
      @Nullable String withdrawnAt,
      @Nullable String withdrawnReason) {}

  /** A price as shown. */
  record PriceRow(
      String item,
      String unit,
      String dayValue,
      String retention,
      String siteKind,
      String currency,
      String price) {}

  /** A price that changes; null where there is none. */
  record ChangeRow(
      String item,
      String retention,
      String siteKind,
      @Nullable String before,
      @Nullable String after,
      @Nullable String percent) {}

  /** Something else of an item that changes; null where there is nothing. */
  record OtherRow(
      String item, @Nullable String siteKind, @Nullable String before, @Nullable String after) {}

  /**
   * What is wrong, or to be looked at.
   *
   * @param line of the file; null for what is of no line
   */
  record ProblemRow(@Nullable Integer line, String column, String what) {}

  ListRow of(PriceListDirectory.Listed listed, Language language) {
    LocalDate next = listed.until();
    Instant withdrawnAt = listed.withdrawnAt();
    return new ListRow(
        listed.list().version(),
        listed.list().validFrom(),
        next == null ? null : next.minusDays(1),
        listed.state().name(),
        badge(listed.state()),
        listed.list().lines().size(),
        listed.list().allowances().size(),
        withdrawnAt == null ? null : text.tableTime(withdrawnAt, ZoneOffset.UTC, language),
        listed.withdrawnReason());
  }

  private static String badge(PriceListDirectory.State state) {
    return switch (state) {
      case IN_FORCE -> "bg-green-lt";
      case UPCOMING -> "bg-blue-lt";
      case PAST -> "bg-secondary-lt";
      case WITHDRAWN -> "bg-red-lt";
    };
  }

  PriceRow of(PriceLine line, Language language) {
    return new PriceRow(
        line.item().id(),
        text.number(line.unitSize(), language),
        line.dayValue().name(),
        line.retention(),
        id(line.siteKind()),
        line.currency().getCurrencyCode(),
        text.money(Money.of(line.price(), line.currency()), language));
  }

  /** All prices that change. */
  List<ChangeRow> prices(PriceChanges changes, Language language) {
    return changes.prices().stream()
        .map(it ->
            new ChangeRow(
                it.key().item().id(),
                it.key().retention(),
                id(it.key().siteKind()),
                money(it.before(), it.key(), language),
                money(it.after(), it.key(), language),
                percent(it.percent(), language)))
        .toList();
  }

  private @Nullable String money(@Nullable BigDecimal price, PriceLine.Key key, Language language) {
    return price == null ? null : text.money(Money.of(price, key.currency()), language);
  }

  private @Nullable String percent(@Nullable BigDecimal percent, Language language) {
    return percent == null
        ? null
        : (percent.signum() < 0 ? "−" : "+") + text.number(percent.abs(), language) + " %";
  }

  /** All unit sizes and allowances that change. */
  List<OtherRow> units(PriceChanges changes, Language language) {
    return changes.units().stream()
        .map(it ->
            new OtherRow(
                it.item().id(),
                null,
                text.number(it.before(), language),
                text.number(it.after(), language)))
        .toList();
  }

  List<OtherRow> allowances(PriceChanges changes, Language language) {
    return changes.allowances().stream()
        .map(it ->
            new OtherRow(
                it.item().id(),
                id(it.siteKind()),
                granted(it.before(), language),
                granted(it.after(), language)))
        .toList();
  }

  private @Nullable String granted(@Nullable Allowance allowance, Language language) {
    return allowance == null
        ? null
        : text.number(allowance.quantity(), language) + " " + allowance.on().id();
  }

  /** What the items of a list grant. */
  List<OtherRow> allowances(List<Allowance> allowances, Language language) {
    return allowances.stream()
        .map(it -> new OtherRow(it.item().id(), id(it.siteKind()), null, granted(it, language)))
        .toList();
  }

  List<ProblemRow> problems(List<PriceProblem> problems, Language language) {
    return problems.stream()
        .map(it ->
            new ProblemRow(
                it.line() == 0 ? null : it.line(),
                it.column(),
                texts.getMessage(key(it), it.arguments().toArray(), language.locale())))
        .toList();
  }

  static String key(PriceProblem problem) {
    return "price-problem." + problem.kind();
  }

  static String id(Site.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
