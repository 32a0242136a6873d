package io.countinghouse.console;

import io.countinghouse.billing.PriceListImports.Outcome;
import io.countinghouse.kernel.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What comes of a price list handed in by a command, as lines of text. */
@Component
class PriceListReport {

  private final PriceListRows rows;
  private final MessageSource texts;

  PriceListReport(PriceListRows rows, MessageSource texts) {
    this.rows = rows;
    this.texts = texts;
  }

  /** All faults, or all changes and warnings. */
  String of(Outcome outcome, Language language) {
    return switch (outcome) {
      case Outcome.Refused(var problems) ->
          lines(rows.problems(problems, language).stream().map(it -> fault(it, language)));
      case Outcome.Preview preview -> changes(preview, language);
      case Outcome.Stored _ -> "";
    };
  }

  /** What was done. */
  String conclusion(Outcome outcome, boolean apply, Language language) {
    String key =
        switch (outcome) {
          case Outcome.Refused _ -> "refused";
          case Outcome.Preview _ -> apply ? "warnings" : "preview";
          case Outcome.Stored _ -> "stored";
        };
    return lines(Stream.of(text("price-lists.text." + key, language)));
  }

  private String fault(PriceListRows.ProblemRow fault, Language language) {
    return Stream.of(
            fault.line() == null ? "" : text("price-lists.text.line", language, fault.line()),
            fault.column(),
            fault.what())
        .filter(it -> !it.isEmpty())
        .collect(Collectors.joining(": "));
  }

  private String changes(Outcome.Preview preview, Language language) {
    List<String> found = new ArrayList<>();
    found.add(
        preview.against().isEmpty()
            ? text("price-lists.preview.first", language)
            : text("price-lists.preview.against", language, preview.against()));
    for (PriceListRows.ChangeRow it : rows.prices(preview.changes(), language)) {
      found.add(
          change(
              Stream.of(it.item(), it.retention(), it.siteKind()),
              it.before(),
              it.after(),
              it.percent()));
    }
    Stream.concat(
            rows.units(preview.changes(), language).stream(),
            rows.allowances(preview.changes(), language).stream())
        .map(it ->
            change(
                Stream.of(it.item(), Objects.requireNonNullElse(it.siteKind(), "")),
                it.before(),
                it.after(),
                null))
        .forEach(found::add);
    if (found.size() == 1) {
      found.add(text("price-lists.preview.none", language));
    }
    rows.problems(preview.changes().warnings(), language)
        .forEach(it -> found.add(text("price-lists.text.warning", language, it.what())));
    return lines(found.stream());
  }

  private static String change(
      Stream<String> of, @Nullable String before, @Nullable String after, @Nullable String by) {
    return of.filter(it -> !it.isEmpty()).collect(Collectors.joining(" "))
        + ": "
        + Objects.requireNonNullElse(before, "–")
        + " → "
        + Objects.requireNonNullElse(after, "–")
        + (by == null ? "" : " (" + by + ")");
  }

  private static String lines(Stream<String> lines) {
    return lines.map(it -> it + "\n").collect(Collectors.joining());
  }

  private String text(String key, Language language, Object... arguments) {
    return texts.getMessage(key, arguments, language.locale());
  }
}
