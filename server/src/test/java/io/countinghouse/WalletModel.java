package io.countinghouse;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one workspace should be charged day by day, said once more and plainly: from all that was
 * ever posted, each time anew.
 */
final class WalletModel {

  /** What accrued at an instant. */
  private record Accrued(Instant asOf, BigDecimal amount) {}

  private final ZoneId zone;
  private final List<Accrued> waiting = new ArrayList<>();
  private final Map<LocalDate, BigDecimal> charged = new TreeMap<>();
  private BigDecimal accruedInAll = BigDecimal.ZERO;
  private BigDecimal chargedInAll = BigDecimal.ZERO;
  private LocalDate last = LocalDate.MIN;

  WalletModel(ZoneId zone) {
    this.zone = zone;
  }

  void accrue(Instant asOf, BigDecimal amount) {
    waiting.add(new Accrued(asOf, amount));
  }

  /** The days that are over are charged, the earliest first. */
  void charge(Instant until) {
    Map<LocalDate, BigDecimal> days = new TreeMap<>();
    LocalDate lastBefore = last;
    for (Accrued one : List.copyOf(waiting)) {
      LocalDate day = one.asOf().minusNanos(1000).atZone(zone).toLocalDate();
      LocalDate due = day.isAfter(lastBefore) ? day : lastBefore.plusDays(1);
      if (!due.plusDays(1).atStartOfDay(zone).toInstant().isAfter(until)) {
        days.merge(due, one.amount(), BigDecimal::add);
        waiting.remove(one);
      }
    }
    days.forEach((day, amount) -> {
      accruedInAll = accruedInAll.add(amount);
      BigDecimal whole = accruedInAll.subtract(chargedInAll).setScale(2, RoundingMode.DOWN);
      chargedInAll = chargedInAll.add(whole);
      charged.put(day, whole.stripTrailingZeros());
      last = day;
    });
  }

  /** Each day with what it was charged. */
  Map<LocalDate, BigDecimal> charged() {
    return charged;
  }
}
