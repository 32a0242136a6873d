package io.countinghouse;

import io.countinghouse.kernel.Hour;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What readings of one workspace should post, said once more and plainly, event by event: what the
 * server is compared with.
 */
final class PostingModel {

  /** How an item is counted: the size of its unit and whether the highest point counts. */
  enum Kind {
    LOG("log", "1000000", false),
    TIMESERIES("timeseries", "1000", true);

    final String id;
    final BigDecimal unit;
    final boolean highest;

    Kind(String id, String unit, boolean highest) {
      this.id = id;
      this.unit = new BigDecimal(unit);
      this.highest = highest;
    }
  }

  private record Tier(LocalDate day, Kind kind) {}

  /** What one payer was charged; the number of the charge that was posted to it last. */
  private record Charge(String payer, BigDecimal units, int last) {}

  private final ZoneId zone;
  private final Map<LocalDate, Map<Kind, Map<Hour, BigDecimal>>> points = new TreeMap<>();
  private final Set<LocalDate> touched = new TreeSet<>();
  private final Map<String, List<Charge>> charges = new TreeMap<>();
  private String payer = "";
  private Instant closedUntil = Instant.EPOCH;
  private int number;

  PostingModel(ZoneId zone) {
    this.zone = zone;
  }

  LocalDate dayOf(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  void use(Kind kind, BigDecimal quantity, Instant at) {
    touched.add(dayOf(at));
    pointsOf(dayOf(at), kind)
        .merge(Hour.containing(at), quantity, kind.highest ? BigDecimal::max : BigDecimal::add);
  }

  /** All points of a day turn out to be another quantity. */
  void correct(Kind kind, LocalDate day, BigDecimal quantity) {
    if (!pointsOf(day, kind).isEmpty()) {
      touched.add(day);
      pointsOf(day, kind).replaceAll((_, _) -> quantity);
    }
  }

  void close(Hour hour) {
    if (closedUntil.isBefore(hour.end())) {
      closedUntil = hour.end();
      read(hour.end());
    }
  }

  void readFully(Instant asOf) {
    close(Hour.containing(asOf).previous());
    read(Instant.MAX);
  }

  /** All days with any points: a reading counts them again when they are touched. */
  Set<LocalDate> touchedAgain() {
    return points.keySet();
  }

  void pays(String next) {
    payer = next;
  }

  /** Day, item and payer with the units charged; nothing for none. */
  Map<String, BigDecimal> posted() {
    Map<String, BigDecimal> posted = new TreeMap<>();
    charges.forEach((tier, of) ->
        of.forEach(charge -> {
          if (charge.units().signum() != 0) {
            posted.put(tier + " " + charge.payer(), charge.units().stripTrailingZeros());
          }
        }));
    return posted;
  }

  private Map<Hour, BigDecimal> pointsOf(LocalDate day, Kind kind) {
    return points
        .computeIfAbsent(day, _ -> new TreeMap<>())
        .computeIfAbsent(kind, _ -> new TreeMap<>());
  }

  private void read(Instant before) {
    for (LocalDate day : List.copyOf(touched)) {
      boolean later = false;
      for (Kind kind : Kind.values()) {
        BigDecimal counted = BigDecimal.ZERO;
        for (Map.Entry<Hour, BigDecimal> point : pointsOf(day, kind).entrySet()) {
          if (point.getKey().start().isBefore(before)) {
            BigDecimal quantity = point.getValue();
            counted = kind.highest ? counted.max(quantity) : counted.add(quantity);
          } else {
            later = true;
          }
        }
        post(new Tier(day, kind), counted.divide(kind.unit, 2, RoundingMode.DOWN));
      }
      if (!later) {
        touched.remove(day);
      }
    }
  }

  private void post(Tier tier, BigDecimal units) {
    List<Charge> of =
        charges.computeIfAbsent(tier.day() + " " + tier.kind().id, _ -> new ArrayList<>());
    BigDecimal difference = units;
    for (Charge charge : of) {
      difference = difference.subtract(charge.units());
    }
    if (difference.signum() > 0) {
      charge(of, difference);
    } else {
      giveBack(of, difference.negate());
    }
  }

  private void charge(List<Charge> of, BigDecimal units) {
    BigDecimal before = BigDecimal.ZERO;
    for (Charge charge : List.copyOf(of)) {
      if (charge.payer().equals(payer)) {
        before = charge.units();
        of.remove(charge);
      }
    }
    of.add(new Charge(payer, before.add(units), ++number));
  }

  private static void giveBack(List<Charge> of, BigDecimal units) {
    BigDecimal left = units;
    of.sort(Comparator.comparingInt(Charge::last).reversed());
    for (int i = 0; i < of.size(); i++) {
      Charge charge = of.get(i);
      BigDecimal back = charge.units().min(left);
      of.set(i, new Charge(charge.payer(), charge.units().subtract(back), charge.last()));
      left = left.subtract(back);
    }
    if (left.signum() != 0) {
      throw new AssertionError("the model gives back more than was charged");
    }
  }
}
