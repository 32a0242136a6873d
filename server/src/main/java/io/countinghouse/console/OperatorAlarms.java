package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.metering.AlarmKind;
import io.countinghouse.metering.Alarms;
import io.countinghouse.metering.StrandedCarries;
import io.countinghouse.metering.TroubleAlarms;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The alarms that hold, as operators see them. */
@Component
class OperatorAlarms {

  private static final int CARRIES_MAX = 20;

  private final Alarms alarms;
  private final TroubleAlarms troubles;
  private final StrandedCarries stranded;
  private final OperatorRows rows;
  private final PageText text;

  OperatorAlarms(
      Alarms alarms,
      TroubleAlarms troubles,
      StrandedCarries stranded,
      OperatorRows rows,
      PageText text) {
    this.alarms = alarms;
    this.troubles = troubles;
    this.stranded = stranded;
    this.rows = rows;
    this.text = text;
  }

  /**
   * An alarm.
   *
   * @param kind of its words, after {@code alarm.}
   * @param details what was said of each product or agreement that it is about, if it is of those
   * @param look where what it is about is seen; empty when there is no page of it
   */
  record Row(
      String kind,
      String count,
      List<String> amounts,
      String since,
      List<String> details,
      @Nullable String look) {}

  /** All that hold; within the caller's transaction. */
  List<Row> all(Language language) {
    return alarms.all().stream().map(it -> row(it, language)).toList();
  }

  private Row row(Alarms.Held held, Language language) {
    return new Row(
        held.alarm().kind().name(),
        text.number(held.alarm().count(), language),
        held.alarm().amounts().stream().map(it -> text.money(it, language)).toList(),
        rows.time(held.since(), language),
        details(held.alarm().kind(), language),
        look(held.alarm().kind()));
  }

  private List<String> details(AlarmKind kind, Language language) {
    if (kind == AlarmKind.CONFIGURATION) {
      return stranded.first(CARRIES_MAX).stream()
          .map(it ->
              text.text(
                  "alarm.CONFIGURATION.carried", language, it.agreement().value(), it.dimension()))
          .toList();
    }
    return troubles.of(kind).stream().map(it -> it.product().id() + ": " + it.detail()).toList();
  }

  private static @Nullable String look(AlarmKind kind) {
    return switch (kind) {
      case UNREPORTED_HOURS -> "/operator/records?state=DUE";
      case HOURS_NOT_MADE -> "/operator/metering";
      case AGE_LIMIT -> "/operator/records?state=DUE";
      case FINAL_DEADLINE -> "/operator/metering";
      case REFUSED -> "/operator/records?state=REFUSED&undecided=true";
      case UNKNOWN -> "/operator/records?state=UNKNOWN&undecided=true";
      case DISPUTED -> "/operator/records?state=DISPUTED&undecided=true";
      case CONFIGURATION -> "/operator/records?state=DUE";
      case LANDINGS_FAILED, QUEUE_UNREADABLE -> "/operator/messages";
      case PARKED_MESSAGES -> "/operator/messages?state=PARKED";
      case PARKED_WORK -> null;
      case DIFFERENT_CHARGES, DIFFERENT_AGREEMENTS, COMPARISON_LATE -> "/operator/differences";
      case REFUND_CASES -> "/operator/books#open-cases";
      case BOOKS -> "/operator/books";
      case WALLETS, CHARGES_LATE -> "/operator/wallets";
      case FAILED_READINGS -> "/operator/metering";
      case LOST_EVENTS -> "/operator/webhooks";
      case AUDIT_UNSEALED -> "/operator/audit";
      case SET_ASIDE_USAGE -> "/operator/usage";
      case UNPRICED_USAGE -> "/operator/usage?kind=NO_PRICE";
      case PENDING_LONG -> "/operator/agreements?state=PENDING";
      case NO_SUCCESSOR -> "/operator/agreements";
    };
  }
}
