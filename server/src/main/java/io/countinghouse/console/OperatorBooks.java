package io.countinghouse.console;

import io.countinghouse.billing.Account;
import io.countinghouse.billing.BookEntries;
import io.countinghouse.billing.RefundCase;
import io.countinghouse.billing.RefundCases;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.metering.BooksChecks;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what operators see of the books. */
@Service
class OperatorBooks {

  private static final int CASES_MAX = 100;

  private final BooksChecks checks;
  private final BookEntries entries;
  private final RefundCases cases;
  private final OperatorRows rows;
  private final ActorNames names;
  private final TransactionTemplate tx;

  OperatorBooks(
      BooksChecks checks,
      BookEntries entries,
      RefundCases cases,
      OperatorRows rows,
      ActorNames names,
      TransactionTemplate tx) {
    this.checks = checks;
    this.entries = entries;
    this.cases = cases;
    this.rows = rows;
    this.names = names;
    this.tx = tx;
  }

  /**
   * An account.
   *
   * @param difference what its entries have too much; empty if it holds
   */
  record LineRow(String account, String currency, String amount, @Nullable String difference) {}

  /**
   * An agreement that was checked.
   *
   * @param difference by how much its accounts are wrong; empty if they hold
   */
  record CheckedRow(String agreement, String currency, String at, @Nullable String difference) {}

  /** All agreements together. */
  record Totals(long checked, long wrong, @Nullable String at, List<LineRow> lines) {}

  record EntryRow(
      long id, String at, String dimension, String from, String to, String amount, String cause) {}

  record PostedRow(
      String at,
      String workspace,
      String day,
      String item,
      String retention,
      String units,
      String amount) {}

  record CaseRow(
      String id,
      String openedAt,
      String amount,
      String reason,
      String state,
      @Nullable String closedAt,
      @Nullable String closedBy,
      @Nullable String reference,
      @Nullable String note) {}

  /** An open case and whose it is. */
  record OpenCaseRow(String agreement, CaseRow refundCase) {}

  /**
   * The open cases of all agreements.
   *
   * @param more whether there are more than are shown
   */
  record OpenCases(List<OpenCaseRow> rows, boolean more) {}

  record UncollectedRow(String cause, String amount) {}

  /**
   * The books of one agreement, but for its entries and postings.
   *
   * @param runningOff by how much its running sums are wrong
   */
  record View(
      String id,
      List<LineRow> lines,
      List<String> runningOff,
      List<CaseRow> cases,
      List<UncollectedRow> uncollected) {}

  Totals totals(Language language) {
    return tx.execute(_ -> {
      BooksChecks.Summary summary = checks.summary();
      return new Totals(
          summary.checked(),
          summary.outOfBalance(),
          rows.optionalTime(summary.lastAt(), language),
          lines(checks.totals(), language));
    });
  }

  List<BooksChecks.Checked> checked(BooksChecks.@Nullable Cursor after, int limit) {
    return tx.execute(_ -> checks.worstFirst(after, limit));
  }

  CheckedRow row(BooksChecks.Checked checked, Language language) {
    Money difference = checked.difference();
    return new CheckedRow(
        checked.agreement().value(),
        difference.currency().getCurrencyCode(),
        rows.time(checked.at(), language),
        difference.signum() == 0 ? null : rows.money(difference, language));
  }

  View view(AgreementId id, Language language) {
    return tx.execute(_ ->
        new View(
            id.value(),
            lines(checks.of(id), language),
            checks.runningOff(id).stream().map(it -> rows.money(it, language)).toList(),
            rows(cases.of(id, CASES_MAX), language),
            entries.uncollected(id).stream()
                .map(it ->
                    new UncollectedRow(
                        rows.cause(it.cause(), language), rows.money(it.amount(), language)))
                .toList()));
  }

  List<BookEntries.Entry> entries(AgreementId id, @Nullable Long before, int limit) {
    return tx.execute(_ -> entries.entries(id, before, limit));
  }

  EntryRow row(BookEntries.Entry entry, Language language) {
    return new EntryRow(
        entry.id(),
        rows.time(entry.at(), language),
        entry.dimension(),
        entry.from().name(),
        entry.to().name(),
        rows.money(entry.amount(), language),
        rows.cause(entry.cause(), language));
  }

  List<BookEntries.Posted> postings(
      AgreementId id, BookEntries.@Nullable Cursor before, int limit) {
    return tx.execute(_ -> entries.postings(id, before, limit));
  }

  PostedRow row(BookEntries.Posted posted, Language language) {
    return new PostedRow(
        rows.time(posted.asOf(), language),
        posted.workspace().value(),
        posted.day().toString(),
        posted.item().id(),
        posted.retention(),
        rows.number(posted.units(), language),
        rows.money(posted.amount(), language));
  }

  /** The open cases, the one opened first on top. */
  OpenCases openCases(Language language) {
    List<RefundCase> found = tx.execute(_ -> cases.open(CASES_MAX + 1));
    UnaryOperator<String> named = names.all(language);
    List<OpenCaseRow> shown =
        found.stream()
            .limit(CASES_MAX)
            .map(it -> new OpenCaseRow(it.book().agreement().value(), row(it, named, language)))
            .toList();
    return new OpenCases(shown, found.size() > CASES_MAX);
  }

  /** A refund case of an agreement. */
  Optional<CaseRow> oneCase(AgreementId agreement, String id, Language language) {
    return tx.execute(_ ->
        cases
            .find(id)
            .filter(it -> it.book().agreement().equals(agreement))
            .map(it -> row(it, names.all(language), language)));
  }

  private List<CaseRow> rows(List<RefundCase> found, Language language) {
    UnaryOperator<String> named = names.all(language);
    return found.stream().map(it -> row(it, named, language)).toList();
  }

  private CaseRow row(RefundCase it, UnaryOperator<String> named, Language language) {
    return new CaseRow(
        it.id(),
        rows.time(it.openedAt(), language),
        rows.money(it.amount(), language),
        it.reason() == null ? rows.cause(it.cause(), language) : it.reason(),
        it.state().name(),
        rows.optionalTime(it.closedAt(), language),
        it.closedBy() == null ? null : named.apply(it.closedBy()),
        it.reference(),
        it.note());
  }

  /** Accrued is the source of all: it is shown above zero. */
  private List<LineRow> lines(List<BooksChecks.Line> lines, Language language) {
    return lines.stream()
        .sorted(
            Comparator.comparing(
                    (BooksChecks.Line line) -> line.booked().currency().getCurrencyCode())
                .thenComparing(BooksChecks.Line::account))
        .map(line -> {
          Money zero = Money.zero(line.booked().currency());
          Money shown =
              line.account() == Account.ACCRUED ? zero.minus(line.booked()) : line.booked();
          return new LineRow(
              line.account().name(),
              zero.currency().getCurrencyCode(),
              rows.money(shown, language),
              line.holds() ? null : rows.money(line.booked().minus(line.found()), language));
        })
        .toList();
  }
}
