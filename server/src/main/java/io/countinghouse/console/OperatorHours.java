package io.countinghouse.console;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementDirectory;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.AgreementWatch;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.metering.FailedReadings;
import io.countinghouse.metering.MeteringDays;
import io.countinghouse.metering.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers what operators see of a day's hours, and of the agreements that are ending. */
@Service
class OperatorHours {

  /** The columns, in the order of a record's way. */
  static final List<String> STATES =
      Arrays.stream(RecordState.values()).map(RecordState::name).toList();

  private static final Duration DAY = Duration.ofDays(1);
  private static final int ENDING_MAX = 100;
  private static final int FAILED_MAX = 50;

  private final MeteringDays days;
  private final AgreementDirectory directory;
  private final AgreementWatch watch;
  private final Products products;
  private final FailedReadings failedReadings;
  private final PageText text;
  private final OperatorRows rows;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  OperatorHours(
      MeteringDays days,
      AgreementDirectory directory,
      AgreementWatch watch,
      Products products,
      FailedReadings failedReadings,
      PageText text,
      OperatorRows rows,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.days = days;
    this.directory = directory;
    this.watch = watch;
    this.products = products;
    this.failedReadings = failedReadings;
    this.text = text;
    this.rows = rows;
    this.tx = tx;
    this.clock = clock;
  }

  /**
   * The records of an hour in one state.
   *
   * @param records how many, as shown; empty if there is none
   * @param amounts what they add up to, one for each currency that is not zero
   */
  record Cell(String state, String records, List<String> amounts) {}

  /**
   * An hour.
   *
   * @param of which of the day, 0 to 23; empty for the whole day
   * @param missing how many active agreements have no record of it, as shown; empty if none lacks
   *     one
   */
  record HourRow(String hour, String of, boolean running, String missing, List<Cell> cells) {}

  /** An agreement that is ending, and until when AWS takes its records. */
  record Deadline(String agreement, String product, String at, String left, boolean over) {

    /** The same, on the agreement's own page. */
    List<OperatorAgreements.Field> fields() {
      return List.of(
          new OperatorAgreements.Field("final-deadline", at, false),
          new OperatorAgreements.Field("final-left", left, false));
    }
  }

  /** The hours of a day that have begun, the latest first. */
  List<HourRow> of(Instant day, Language language) {
    return tx.execute(_ -> {
      Hour running = Hour.containing(clock.now());
      Hour end = new Hour(day.plus(DAY));
      Hour before = end.compareTo(running) <= 0 ? end : running;
      List<MeteringDays.Total> totals = days.totals(day, day.plus(DAY));
      Map<Hour, Long> missing =
          before.start().isAfter(day)
              ? days.missing(directory.active(), day, before.start())
              : Map.of();
      List<HourRow> hours = new ArrayList<>();
      for (Hour hour = new Hour(day);
          hour.compareTo(end) < 0 && hour.compareTo(running) <= 0;
          hour = hour.next()) {
        Hour of = hour;
        hours.addFirst(
            new HourRow(
                rows.time(hour.start(), language),
                Long.toString(Duration.between(day, hour.start()).toHours()),
                hour.equals(running),
                shown(missing.getOrDefault(hour, 0L), language),
                cells(totals.stream().filter(it -> it.hour().equals(of)).toList(), language)));
      }
      return hours;
    });
  }

  /** The whole day. */
  HourRow total(Instant day, Language language) {
    return tx.execute(
        _ -> new HourRow("", "", false, "", cells(days.totals(day, day.plus(DAY)), language)));
  }

  private List<Cell> cells(List<MeteringDays.Total> totals, Language language) {
    return Arrays.stream(RecordState.values())
        .map(state ->
            cell(state, totals.stream().filter(it -> it.state() == state).toList(), language))
        .toList();
  }

  private Cell cell(RecordState state, List<MeteringDays.Total> totals, Language language) {
    long records = totals.stream().mapToLong(MeteringDays.Total::records).sum();
    List<String> amounts =
        totals.stream().map(it -> it.amount().currency()).distinct().toList().stream()
            .map(currency ->
                totals.stream()
                    .map(MeteringDays.Total::amount)
                    .filter(it -> it.currency().equals(currency))
                    .reduce(Money.zero(currency), Money::plus))
            .filter(it -> it.signum() != 0)
            .map(it -> text.money(it, language))
            .toList();
    return new Cell(state.name(), shown(records, language), amounts);
  }

  private String shown(long number, Language language) {
    return number == 0 ? "" : text.number(number, language);
  }

  /** The agreements that are ending, the nearest deadline first. */
  List<Deadline> deadlines(Language language) {
    Instant now = clock.now();
    return tx.execute(_ -> {
      return watch.ending(ENDING_MAX).stream()
          .flatMap(it -> deadline(it, now, language).stream())
          .toList();
    });
  }

  /** Until when AWS takes the records of an agreement; empty if it is not ending. */
  Optional<Deadline> deadline(Agreement agreement, Instant now, Language language) {
    Instant since = agreement.endingSince();
    Product product = products.ofCode(agreement.productCode()).orElse(null);
    if (agreement.state() != AgreementState.ENDING || since == null || product == null) {
      return Optional.empty();
    }
    Instant at = since.plus(product.finalWindow());
    Duration left = Duration.between(now, at);
    return Optional.of(
        new Deadline(
            agreement.id().value(),
            product.id(),
            rows.time(at, language),
            text.minutes(left, language),
            !left.isPositive()));
  }

  /** A workspace whose last closing reading failed. */
  record FailedReading(String workspace, String hour, String reason) {}

  List<FailedReading> failedReadings(Language language) {
    List<FailedReadings.Failed> failed = tx.execute(_ -> failedReadings.latest(FAILED_MAX));
    return failed.stream()
        .map(it ->
            new FailedReading(
                it.workspace().value(), rows.time(it.hour().start(), language), it.reason()))
        .toList();
  }
}
