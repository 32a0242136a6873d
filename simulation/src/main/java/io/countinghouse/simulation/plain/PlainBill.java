package io.countinghouse.simulation.plain;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace's usage is charged, reading by reading, as the design's "Reading" says: what the
 * units of a day and tier grew by since the last reading is for who paid just before this one, at
 * the day's price for that payer, or for nobody; what they shrank by goes back to the payers, the
 * one charged latest first, for all that each was charged.
 */
public final class PlainBill {

  /** A reading looks at the days around it: usage comes at most that many days late. */
  private static final int DAYS_LATE = 3;

  private final PlainPrices prices;

  /** At these prices. */
  public PlainBill(PlainPrices prices) {
    this.prices = prices;
  }

  /** Units that a payer, or nobody, was charged. */
  private record Charged(@Nullable String payer, BigDecimal price, BigDecimal units) {}

  private record Slot(LocalDate day, PlainUnits.Tier tier) {}

  /**
   * What it comes to, without what is charged to nobody.
   *
   * @param events its usage
   * @param tenures who paid for it, in their order; a full reading is taken at each end of each
   * @param readings those besides, in any order
   * @param from only billing days of then and later
   */
  public Map<PlainCharge, BigDecimal> of(
      PlainWorkspace workspace,
      Collection<PlainEvent> events,
      List<PlainTenure> tenures,
      Collection<PlainReading> readings,
      LocalDate from) {
    Map<LocalDate, List<PlainEvent>> days = new TreeMap<>();
    for (PlainEvent event : events) {
      LocalDate day = event.countsAt().atZone(workspace.zone()).toLocalDate();
      if (!day.isBefore(from)) {
        days.computeIfAbsent(day, _ -> new ArrayList<>()).add(event);
      }
    }
    Book book = new Book(workspace, days, tenures);
    inOrder(tenures, readings).forEach(book::take);
    return book.charges();
  }

  private static List<PlainReading> inOrder(
      List<PlainTenure> tenures, Collection<PlainReading> readings) {
    Set<PlainReading> all = new HashSet<>(readings);
    for (PlainTenure tenure : tenures) {
      all.add(new PlainReading(tenure.from(), null));
      if (tenure.to() != null) {
        all.add(new PlainReading(tenure.to(), null));
      }
    }
    List<PlainReading> inOrder = new ArrayList<>(all);
    inOrder.sort(
        Comparator.comparing(PlainReading::at)
            .thenComparing(it -> it.hourEnd() == null ? Instant.MAX : it.hourEnd()));
    return inOrder;
  }

  /** What was charged so far, by day and tier, the latest charge first. */
  private final class Book {

    private final PlainWorkspace workspace;
    private final Map<LocalDate, List<PlainEvent>> days;
    private final List<PlainTenure> tenures;
    private final Map<Slot, Deque<Charged>> charged = new HashMap<>();
    private Instant closedUntil = Instant.EPOCH;

    Book(
        PlainWorkspace workspace,
        Map<LocalDate, List<PlainEvent>> days,
        List<PlainTenure> tenures) {
      this.workspace = workspace;
      this.days = days;
      this.tenures = tenures;
    }

    void take(PlainReading reading) {
      Instant hourEnd = reading.hourEnd();
      if (hourEnd != null) {
        close(hourEnd, reading.at());
      } else {
        // A full reading first closes the hours still open.
        close(reading.at().truncatedTo(ChronoUnit.HOURS), reading.at());
        read(reading.at(), reading.at(), Instant.MAX);
      }
    }

    /** An hour that was closed before is not read again. */
    private void close(Instant hourEnd, Instant at) {
      if (closedUntil.isBefore(hourEnd)) {
        read(hourEnd, at, hourEnd);
        closedUntil = hourEnd;
      }
    }

    private void read(Instant asOf, Instant at, Instant before) {
      LocalDate today = at.atZone(workspace.zone()).toLocalDate();
      days.forEach((day, events) -> {
        if (!day.isBefore(today.minusDays(DAYS_LATE)) && !day.isAfter(today)) {
          List<PlainEvent> counting =
              events.stream()
                  .filter(event -> event.countsIn(at))
                  .filter(event -> event.countsAt().isBefore(before))
                  .toList();
          post(day, PlainUnits.of(counting, prices, day, workspace.siteKind()), asOf);
        }
      });
    }

    private void post(LocalDate day, Map<PlainUnits.Tier, BigDecimal> units, Instant asOf) {
      Map<PlainUnits.Tier, BigDecimal> all = new HashMap<>(units);
      charged.keySet().stream()
          .filter(slot -> slot.day().equals(day))
          .forEach(slot -> all.putIfAbsent(slot.tier(), BigDecimal.ZERO));
      all.forEach((tier, now) -> {
        Deque<Charged> stack =
            charged.computeIfAbsent(new Slot(day, tier), _ -> new ArrayDeque<>());
        BigDecimal more = now.subtract(sum(stack));
        if (more.signum() > 0) {
          add(stack, charge(day, tier, more, asOf));
        } else {
          giveBack(stack, more.negate());
        }
      });
    }

    private Charged charge(LocalDate day, PlainUnits.Tier tier, BigDecimal units, Instant asOf) {
      for (PlainTenure tenure : tenures) {
        Instant to = tenure.to();
        if (tenure.from().isBefore(asOf) && (to == null || !to.isBefore(asOf))) {
          BigDecimal price =
              prices.price(
                  day, tier.item(), tier.retention(), tenure.currency(), workspace.siteKind());
          return new Charged(tenure.payer(), price, units);
        }
      }
      return new Charged(null, BigDecimal.ZERO, units);
    }

    private static BigDecimal sum(Deque<Charged> stack) {
      return stack.stream().map(Charged::units).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Who is charged once more is the one charged latest, for what came before too. */
    private static void add(Deque<Charged> stack, Charged more) {
      BigDecimal units = more.units();
      for (Charged one : List.copyOf(stack)) {
        boolean same =
            Objects.equals(one.payer(), more.payer()) && one.price().compareTo(more.price()) == 0;
        if (same && stack.remove(one)) {
          units = units.add(one.units());
        }
      }
      stack.push(new Charged(more.payer(), more.price(), units));
    }

    private static void giveBack(Deque<Charged> stack, BigDecimal units) {
      BigDecimal left = units;
      while (left.signum() > 0) {
        Charged last = stack.pop();
        if (last.units().compareTo(left) > 0) {
          stack.push(new Charged(last.payer(), last.price(), last.units().subtract(left)));
        }
        left = left.subtract(last.units().min(left));
      }
    }

    Map<PlainCharge, BigDecimal> charges() {
      Map<PlainCharge, BigDecimal> charges = new HashMap<>();
      charged.forEach((slot, stack) ->
          stack.forEach(one -> {
            if (one.payer() != null) {
              charges.merge(
                  new PlainCharge(
                      one.payer(),
                      workspace.id(),
                      slot.day(),
                      slot.tier().item(),
                      slot.tier().retention()),
                  one.units().multiply(one.price()),
                  BigDecimal::add);
            }
          }));
      charges.values().removeIf(amount -> amount.signum() == 0);
      return charges;
    }
  }
}
