package io.countinghouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.DayUnits.Tier;
import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Allowances against a model in whole numbers: hosts and sessions grant on time series. */
class DayUnitsPropertyTests {

  private static final List<String> RETENTIONS = List.of("3d", "7d", "14d");
  private static final long SERIES_PER_UNIT = 1000;
  private static final long SESSIONS_PER_UNIT = 700;
  private static final long PER_HOST = 300;
  private static final long PER_SESSION_UNIT = 45;
  private static final PriceList LIST =
      new PriceList(
          "test",
          LocalDate.EPOCH,
          List.of(
              line(Item.TIMESERIES, "3d", SERIES_PER_UNIT),
              line(Item.NETWORK, "", 1),
              line(Item.SESSION, "", SESSIONS_PER_UNIT)),
          List.of(grant(Item.NETWORK, PER_HOST), grant(Item.SESSION, PER_SESSION_UNIT)));

  @Property
  void theUnitsAreThoseOfTheModel(
      @ForAll @Size(3) List<@LongRange(max = 20_000) Long> series,
      @ForAll @LongRange(max = 50) long hosts,
      @ForAll @LongRange(max = 20_000) long sessions) {
    Map<Tier, BigDecimal> units = units(series, hosts, sessions);

    long free = hosts * PER_HOST + sessions / SESSIONS_PER_UNIT * PER_SESSION_UNIT;
    for (int i = 0; i < RETENTIONS.size(); i++) {
      long used = Math.min(free, series.get(i));
      free -= used;
      long hundredths = (series.get(i) - used) * 100 / SERIES_PER_UNIT;
      assertThat(units)
          .containsEntry(
              new Tier(Item.TIMESERIES, RETENTIONS.get(i)), BigDecimal.valueOf(hundredths, 2));
    }
    assertThat(units)
        .containsEntry(new Tier(Item.NETWORK, ""), BigDecimal.valueOf(hosts * 100, 2))
        .containsEntry(
            new Tier(Item.SESSION, ""), BigDecimal.valueOf(sessions * 100 / SESSIONS_PER_UNIT, 2));
  }

  @Property
  void moreGrantedNeverCostsMoreAndMoreUsedNeverLess(
      @ForAll @Size(3) List<@LongRange(max = 20_000) Long> series,
      @ForAll @LongRange(max = 50) long hosts,
      @ForAll @LongRange(max = 20_000) long sessions,
      @ForAll @LongRange(max = 5_000) long more) {
    Map<Tier, BigDecimal> before = units(series, hosts, sessions);
    Map<Tier, BigDecimal> granted = units(series, hosts, sessions + more);
    List<Long> grown = series.stream().map(it -> it + more).toList();
    Map<Tier, BigDecimal> used = units(grown, hosts, sessions);

    for (String retention : RETENTIONS) {
      Tier tier = new Tier(Item.TIMESERIES, retention);
      assertThat(of(granted, tier)).isLessThanOrEqualTo(of(before, tier)).isNotNegative();
      assertThat(of(used, tier)).isGreaterThanOrEqualTo(of(before, tier));
    }
  }

  private static BigDecimal of(Map<Tier, BigDecimal> units, Tier tier) {
    return units.getOrDefault(tier, BigDecimal.ONE.negate());
  }

  private static Map<Tier, BigDecimal> units(List<Long> series, long hosts, long sessions) {
    Map<Tier, Map<String, BigDecimal>> totals = new LinkedHashMap<>();
    // The longest first: the order of the tiers given must not matter.
    for (int i = RETENTIONS.size() - 1; i >= 0; i--) {
      totals.put(
          new Tier(Item.TIMESERIES, RETENTIONS.get(i)),
          Map.of("", BigDecimal.valueOf(series.get(i))));
    }
    totals.put(new Tier(Item.NETWORK, ""), Map.of("", BigDecimal.valueOf(hosts)));
    totals.put(new Tier(Item.SESSION, ""), Map.of("", BigDecimal.valueOf(sessions)));
    return DayUnits.of(totals, LIST, Site.Kind.CHINA);
  }

  private static PriceLine line(Item item, String retention, long unitSize) {
    return new PriceLine(
        item,
        BigDecimal.valueOf(unitSize),
        item.dayValue(),
        retention,
        Currency.getInstance("CNY"),
        Site.Kind.CHINA,
        BigDecimal.ONE);
  }

  private static Allowance grant(Item item, long quantity) {
    return new Allowance(item, Site.Kind.CHINA, Item.TIMESERIES, BigDecimal.valueOf(quantity));
  }
}
