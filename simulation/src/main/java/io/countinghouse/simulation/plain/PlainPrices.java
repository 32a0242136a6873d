package io.countinghouse.simulation.plain;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Price lists, as their CSV files say. */
public final class PlainPrices {

  private record Key(String item, String retention, String currency, String siteKind) {}

  private record Row(BigDecimal unit, BigDecimal price) {}

  private record PriceList(Instant validFrom, Map<Key, Row> rows) {}

  private final List<PriceList> lists;

  private PlainPrices(List<PriceList> lists) {
    this.lists = lists;
  }

  /**
   * The price lists by their first instants.
   *
   * @param files the texts of the CSV files
   */
  public static PlainPrices of(Map<Instant, String> files) {
    return new PlainPrices(
        files.entrySet().stream()
            .map(file -> new PriceList(file.getKey(), rows(file.getValue())))
            .sorted(Comparator.comparing(PriceList::validFrom).reversed())
            .toList());
  }

  private static Map<Key, Row> rows(String csv) {
    Map<Key, Row> rows = new HashMap<>();
    csv.lines()
        .skip(1)
        .filter(line -> !line.isBlank())
        .map(line -> line.split(",", -1))
        .forEach(cell ->
            rows.put(
                new Key(cell[0], cell[3], cell[4], cell[5]),
                new Row(new BigDecimal(cell[1]), new BigDecimal(cell[6]))));
    return rows;
  }

  /** How much of an item is a unit, in the list that a day began with; empty if it has it not. */
  Optional<BigDecimal> unit(Instant dayStart, String item) {
    return inForce(dayStart).entrySet().stream()
        .filter(row -> row.getKey().item().equals(item))
        .map(row -> row.getValue().unit())
        .findFirst();
  }

  /** What a unit costs; empty if it has no price. */
  Optional<BigDecimal> price(
      Instant dayStart, String item, String retention, String currency, String siteKind) {
    return Optional.ofNullable(
            inForce(dayStart).get(new Key(item, retention, currency, siteKind)))
        .map(Row::price);
  }

  private Map<Key, Row> inForce(Instant dayStart) {
    return lists.stream()
        .filter(list -> !list.validFrom().isAfter(dayStart))
        .findFirst()
        .map(PriceList::rows)
        .orElseGet(Map::of);
  }
}
