package io.countinghouse.simulation.plain;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Price lists, as their CSV files say. */
public final class PlainPrices {

  private static final int WITH_GRANTS = 9;

  private record Key(String item, String retention, String currency, String siteKind) {}

  private record Grantor(String item, String siteKind) {}

  /** Every whole unit of an item makes so much of another one free. */
  record Grant(String item, BigDecimal quantity) {}

  /**
   * A list.
   *
   * @param grants by the granting item, of each kind of site
   */
  private record PriceList(
      LocalDate validFrom,
      Map<String, BigDecimal> units,
      Map<Key, BigDecimal> prices,
      Map<Grantor, Grant> grants) {}

  private static final PriceList NONE = new PriceList(LocalDate.MIN, Map.of(), Map.of(), Map.of());

  private final List<PriceList> lists;

  private PlainPrices(List<PriceList> lists) {
    this.lists = lists;
  }

  /**
   * The price lists by their first billing days.
   *
   * @param files the texts of the CSV files
   */
  public static PlainPrices of(Map<LocalDate, String> files) {
    return new PlainPrices(
        files.entrySet().stream()
            .map(file -> list(file.getKey(), file.getValue()))
            .sorted(Comparator.comparing(PriceList::validFrom).reversed())
            .toList());
  }

  private static PriceList list(LocalDate validFrom, String csv) {
    PriceList list = new PriceList(validFrom, new HashMap<>(), new HashMap<>(), new HashMap<>());
    csv.lines()
        .skip(1)
        .filter(line -> !line.isBlank())
        .map(line -> line.split(",", -1))
        .forEach(cell -> {
          list.units().put(cell[0], new BigDecimal(cell[1]));
          list.prices().put(new Key(cell[0], cell[3], cell[4], cell[5]), new BigDecimal(cell[6]));
          if (cell.length == WITH_GRANTS && !cell[7].isEmpty()) {
            list.grants()
                .put(new Grantor(cell[0], cell[5]), new Grant(cell[7], new BigDecimal(cell[8])));
          }
        });
    return list;
  }

  /** How much of an item is a unit on a day; 1 of one that has no price. */
  BigDecimal unit(LocalDate day, String item) {
    return inForce(day).units().getOrDefault(item, BigDecimal.ONE);
  }

  /** What a unit costs; 0 if it has no price. */
  BigDecimal price(LocalDate day, String item, String retention, String currency, String siteKind) {
    return inForce(day)
        .prices()
        .getOrDefault(new Key(item, retention, currency, siteKind), BigDecimal.ZERO);
  }

  /** What items grant on a day, by the granting item. */
  Map<String, Grant> grants(LocalDate day, String siteKind) {
    Map<String, Grant> grants = new HashMap<>();
    inForce(day)
        .grants()
        .forEach((grantor, grant) -> {
          if (grantor.siteKind().equals(siteKind)) {
            grants.put(grantor.item(), grant);
          }
        });
    return grants;
  }

  private PriceList inForce(LocalDate day) {
    return lists.stream().filter(list -> !list.validFrom().isAfter(day)).findFirst().orElse(NONE);
  }
}
