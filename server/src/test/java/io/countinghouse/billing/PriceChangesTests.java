package io.countinghouse.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceChangesTests {

  @Test
  void whatIsAddedRemovedAndChangedIsSaid() {
    PriceChanges changes =
        between(
            "sms,10,SUM,,CNY,china,1,,\nlog,1000,SUM,3d,CNY,china,0.8,,\ntrigger,1,SUM,,CNY,china,1,,\n",
            "log,1000,SUM,3d,CNY,china,1,,\nsession,1,MAX,,CNY,china,2,,\ntrigger,1,SUM,,CNY,china,1.00,,\n");

    assertThat(changes.prices())
        .extracting(it -> it.key().item(), PriceChanges.Price::percent)
        .containsExactly(
            tuple(Item.LOG, new BigDecimal("25.0")),
            tuple(Item.SESSION, null),
            tuple(Item.SMS, null));
    assertThat(changes.units()).isEmpty();
    assertThat(changes.allowances()).isEmpty();
    assertThat(changes.warnings())
        .containsExactly(
            new PriceProblem(
                0, "", PriceProblem.Kind.PRICE_REMOVED, List.of("sms", "", "CNY", "china")));
  }

  @Test
  void unitsAndAllowancesThatChangeAreSaid() {
    PriceChanges changes =
        between(
            "network,1,MAX,,CNY,china,1,timeseries,300\n",
            "network,2,MAX,,CNY,china,1,timeseries,200\nlog,1,SUM,3d,CNY,china,1,sms,1\n");

    assertThat(changes.units())
        .containsExactly(new PriceChanges.Unit(Item.NETWORK, BigDecimal.ONE, new BigDecimal("2")));
    assertThat(changes.allowances())
        .containsExactly(
            new PriceChanges.Grant(
                Item.LOG,
                Site.Kind.CHINA,
                null,
                new Allowance(Item.LOG, Site.Kind.CHINA, Item.SMS, BigDecimal.ONE)),
            new PriceChanges.Grant(Item.NETWORK, Site.Kind.CHINA, grant("300"), grant("200")));
  }

  @Test
  void moreThanTenfoldIsDrasticByTheCostOfTheSameUsage() {
    assertThat(drastic("1,SUM,,CNY,china,1", "1,SUM,,CNY,china,10")).isFalse();
    assertThat(drastic("1,SUM,,CNY,china,1", "1,SUM,,CNY,china,10.01")).isTrue();
    assertThat(drastic("1,SUM,,CNY,china,1", "1,SUM,,CNY,china,0.1")).isFalse();
    assertThat(drastic("1,SUM,,CNY,china,1", "1,SUM,,CNY,china,0.09")).isTrue();
    assertThat(drastic("1,SUM,,CNY,china,0", "1,SUM,,CNY,china,0")).isFalse();
    assertThat(drastic("1,SUM,,CNY,china,0", "1,SUM,,CNY,china,0.01")).isTrue();
    assertThat(drastic("1000,SUM,,CNY,china,1", "10,SUM,,CNY,china,1")).isTrue();
    assertThat(drastic("1000,SUM,,CNY,china,100", "10,SUM,,CNY,china,1")).isFalse();
  }

  @Test
  void anAllowanceThatGoesOrChangesMuchIsSaid() {
    String price = "network,1,MAX,,CNY,china,1,";
    assertThat(between(price + "timeseries,300\n", price + ",\n").warnings())
        .containsExactly(
            PriceProblem.of(
                PriceProblem.Kind.ALLOWANCE_REMOVED, "network", "china", "300 timeseries"));
    assertThat(between(price + "timeseries,300\n", price + "timeseries,3000\n").warnings())
        .isEmpty();
    assertThat(between(price + "timeseries,300\n", price + "timeseries,3001\n").warnings())
        .containsExactly(
            PriceProblem.of(
                PriceProblem.Kind.ALLOWANCE_DRASTIC,
                "network",
                "china",
                "300 timeseries",
                "3001 timeseries"));
    assertThat(between(price + "timeseries,300\n", price + "session,300\n").warnings())
        .extracting(PriceProblem::kind)
        .containsExactly(PriceProblem.Kind.ALLOWANCE_DRASTIC);
  }

  private static boolean drastic(String before, String after) {
    return between("trigger," + before + ",,\n", "trigger," + after + ",,\n").warnings().stream()
        .anyMatch(it -> it.kind() == PriceProblem.Kind.DRASTIC);
  }

  @Test
  void aTierWithoutAPriceThatOthersOfItsItemHaveIsSaid() {
    String rows =
        "log,1,SUM,3d,CNY,china,1,,\nlog,1,SUM,7d,CNY,china,1,,\nlog,1,SUM,3d,USD,china,1,,\n"
            + "sms,1,SUM,,CNY,china,1,,\n";
    assertThat(between(rows, rows).warnings())
        .containsExactly(
            new PriceProblem(
                0, "", PriceProblem.Kind.PRICE_MISSING, List.of("log", "7d", "USD", "china")));
  }

  private static PriceChanges between(String before, String after) {
    return PriceChanges.between(list(before), list(after));
  }

  private static PriceList list(String rows) {
    String csv = String.join(",", PriceListReader.WITH_ALLOWANCES) + "\n" + rows;
    PriceListReader.Parsed parsed = PriceListReader.read(csv.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed.problems()).isEmpty();
    return parsed.list("test", LocalDate.EPOCH);
  }

  private static Allowance grant(String quantity) {
    return new Allowance(Item.NETWORK, Site.Kind.CHINA, Item.TIMESERIES, new BigDecimal(quantity));
  }
}
