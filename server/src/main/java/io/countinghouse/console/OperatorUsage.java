package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.billing.UnchargedUsage;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.usage.HandledUsage;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.UnknownWorkspaceUsage;
import java.io.IOException;
import java.io.Writer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers the usage that nobody is charged for, for operators to see. */
@Service
class OperatorUsage {

  static final int PAGE_SIZE = 50;

  /** Days that totals are of, and for how long usage is news. */
  static final int DAYS = 30;

  private static final int FILE_PAGE = 1_000;

  private final UnknownWorkspaceUsage unknown;
  private final HandledUsage handled;
  private final UnchargedUsage uncharged;
  private final UsageDays days;
  private final OperatorRows rows;
  private final ActorNames names;
  private final PageText text;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  OperatorUsage(
      UnknownWorkspaceUsage unknown,
      HandledUsage handled,
      UnchargedUsage uncharged,
      UsageDays days,
      OperatorRows rows,
      ActorNames names,
      PageText text,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.unknown = unknown;
    this.handled = handled;
    this.uncharged = uncharged;
    this.days = days;
    this.rows = rows;
    this.names = names;
    this.text = text;
    this.clock = clock;
    this.tx = tx;
  }

  /** An event of a workspace that was not known; whether it was handled, in words. */
  record UnknownRow(
      long no,
      String receivedAt,
      String usedAt,
      String workspace,
      String item,
      String measure,
      String retention,
      String quantity,
      String source,
      String id,
      @Nullable String handled) {}

  /** A page of such events, and how many there are that nobody has seen to. */
  record Unknown(List<UnknownRow> rows, @Nullable Long next, String count) {

    /** Whether somebody must see to any of these. */
    public boolean open() {
      return rows.stream().anyMatch(it -> it.handled() == null);
    }
  }

  /** What a workspace used on a day. */
  record UnchargedRow(String day, String workspace, String item, String retention, String units) {}

  /** What the days add up to. */
  record TotalRow(String item, String retention, String units, String workspaces) {}

  /** A page of days, and their totals. */
  record Uncharged(
      List<UnchargedRow> rows, UnchargedUsage.@Nullable Cursor next, List<TotalRow> totals) {}

  /** Whether there is news of it. */
  record News(boolean unknown, boolean unpriced) {}

  Unknown unknown(long before, Language language) {
    return tx.execute(_ -> {
      List<UnknownWorkspaceUsage.Kept> found = unknown.before(before, PAGE_SIZE + 1);
      List<UnknownWorkspaceUsage.Kept> shown = found.stream().limit(PAGE_SIZE).toList();
      UnaryOperator<String> named = names.all(language);
      return new Unknown(
          shown.stream().map(it -> row(it, named, language)).toList(),
          found.size() > PAGE_SIZE ? shown.getLast().no() : null,
          text.number(unknown.count(), language));
    });
  }

  private UnknownRow row(
      UnknownWorkspaceUsage.Kept kept, UnaryOperator<String> named, Language language) {
    return new UnknownRow(
        kept.no(),
        rows.time(kept.receivedAt(), language),
        rows.time(kept.usedAt(), language),
        kept.workspace(),
        days.item(Item.stored(kept.item()), language),
        kept.measure(),
        days.retention(kept.retention(), language),
        text.number(kept.quantity(), language),
        kept.source(),
        kept.id(),
        rows.handled(kept.handled(), named, language));
  }

  /** Marks all that nobody has seen to as handled, up to an event; false if there are none. */
  boolean handle(long upTo, Actor by, String reason) {
    return tx.execute(_ -> handled.handle(upTo, by, reason));
  }

  Uncharged uncharged(
      UnchargedUsage.Reason reason, UnchargedUsage.@Nullable Cursor after, Language language) {
    return tx.execute(_ -> {
      List<UnchargedUsage.Row> found = uncharged.latest(reason, after, PAGE_SIZE + 1);
      List<UnchargedUsage.Row> shown = found.stream().limit(PAGE_SIZE).toList();
      return new Uncharged(
          shown.stream().map(it -> row(it, language)).toList(),
          found.size() > PAGE_SIZE ? shown.getLast().cursor() : null,
          uncharged.totals(since()).stream()
              .filter(it -> it.reason() == reason)
              .map(it -> total(it, language))
              .toList());
    });
  }

  private UnchargedRow row(UnchargedUsage.Row row, Language language) {
    return new UnchargedRow(
        row.day().toString(),
        row.workspace().value(),
        days.item(row.item(), language),
        days.retention(row.retention(), language),
        text.number(row.units(), language));
  }

  private TotalRow total(UnchargedUsage.Total total, Language language) {
    return new TotalRow(
        days.item(total.item(), language),
        days.retention(total.retention(), language),
        text.number(total.units(), language),
        text.number(total.workspaces(), language));
  }

  private LocalDate since() {
    return LocalDate.ofInstant(clock.now(), ZoneOffset.UTC).minusDays(DAYS);
  }

  /**
   * Whether somebody needs to look: who reported it, as long as nobody has seen to it, or which
   * price was missing in the last days.
   */
  News news() {
    return tx.execute(_ ->
        new News(
            unknown.count() > 0,
            uncharged.latest(UnchargedUsage.Reason.NO_PRICE, null, 1).stream()
                .anyMatch(it -> !it.day().isBefore(since()))));
  }

  /** Writes all events as a file, the latest first and a page at a time, however many. */
  void unknownFile(Language language, Writer to) throws IOException {
    Csv csv =
        head(
            language,
            "received",
            "used",
            "workspace",
            "item",
            "measure",
            "retention",
            "quantity",
            "source",
            "id");
    csv.pages(
        to,
        tx.execute(_ -> unknown.before(Long.MAX_VALUE, FILE_PAGE)),
        page -> page.forEach(it -> csv.row(cells(it))),
        last -> tx.execute(_ -> unknown.before(last.no(), FILE_PAGE)));
  }

  private static List<String> cells(UnknownWorkspaceUsage.Kept kept) {
    return List.of(
        kept.receivedAt().toString(),
        kept.usedAt().toString(),
        kept.workspace(),
        kept.item(),
        kept.measure(),
        kept.retention(),
        kept.quantity().toPlainString(),
        kept.source(),
        kept.id());
  }

  /** Writes all days as a file, the latest first and a page at a time, however many. */
  void unchargedFile(UnchargedUsage.Reason reason, Language language, Writer to)
      throws IOException {
    Csv csv = head(language, "day", "workspace", "item", "retention", "units");
    csv.pages(
        to,
        tx.execute(_ -> uncharged.latest(reason, null, FILE_PAGE)),
        page -> page.forEach(it -> csv.row(cells(it))),
        last -> tx.execute(_ -> uncharged.latest(reason, last.cursor(), FILE_PAGE)));
  }

  private static List<String> cells(UnchargedUsage.Row row) {
    return List.of(
        row.day().toString(),
        row.workspace().value(),
        row.item().id(),
        row.retention(),
        row.units().toPlainString());
  }

  private Csv head(Language language, String... columns) {
    return new Csv()
        .row(Stream.of(columns).map(it -> text.text("uncharged." + it, language)).toList());
  }
}
