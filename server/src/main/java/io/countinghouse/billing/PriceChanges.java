package io.countinghouse.billing;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a price list changes against another.
 *
 * @param prices those that differ, by item
 * @param units the unit sizes that differ, of items in both
 * @param allowances those that differ
 * @param warnings what somebody has to look at before the list is stored
 */
public record PriceChanges(
    List<Price> prices, List<Unit> units, List<Grant> allowances, List<PriceProblem> warnings) {

  private static final BigDecimal DRASTIC = BigDecimal.TEN;
  private static final BigDecimal HUNDRED = new BigDecimal(100);

  /** A price that is new, gone or another; null where there is none. */
  public record Price(PriceLine.Key key, @Nullable BigDecimal before, @Nullable BigDecimal after) {

    /** By how many per cent it rises, to one decimal; null for what cannot be compared. */
    public @Nullable BigDecimal percent() {
      return before == null || after == null || before.signum() == 0
          ? null
          : after.subtract(before).multiply(HUNDRED).divide(before, 1, RoundingMode.HALF_UP);
    }
  }

  /** How much is one unit of an item. */
  public record Unit(Item item, BigDecimal before, BigDecimal after) {}

  /** What an item grants at sites of a kind; null where nothing. */
  public record Grant(
      Item item, Site.Kind siteKind, @Nullable Allowance before, @Nullable Allowance after) {}

  private record Grantor(Item item, Site.Kind siteKind) {}

  /**
   * @param before null when there is no list to compare with
   */
  static PriceChanges between(@Nullable PriceList before, PriceList after) {
    Map<PriceLine.Key, PriceLine> old = byKey(before);
    Map<PriceLine.Key, PriceLine> now = byKey(after);
    Set<PriceLine.Key> keys = new TreeSet<>(PriceLine.Key.ORDER);
    keys.addAll(old.keySet());
    keys.addAll(now.keySet());
    List<Price> prices = new ArrayList<>();
    List<PriceProblem> warnings = new ArrayList<>();
    for (PriceLine.Key key : keys) {
      PriceLine from = old.get(key);
      PriceLine to = now.get(key);
      if (from == null || to == null || from.price().compareTo(to.price()) != 0) {
        prices.add(
            new Price(key, from == null ? null : from.price(), to == null ? null : to.price()));
      }
      if (to == null) {
        warnings.add(warning(PriceProblem.Kind.PRICE_REMOVED, key));
      } else if (from != null && drastic(from, to)) {
        warnings.add(warning(PriceProblem.Kind.DRASTIC, key, amount(from), amount(to)));
      }
    }
    warnings.addAll(missing(now.keySet()));
    List<Grant> grants = grants(before, after);
    grants.stream().flatMap(it -> warning(it).stream()).forEach(warnings::add);
    return new PriceChanges(prices, units(before, after), grants, warnings);
  }

  private static Optional<PriceProblem> warning(Grant grant) {
    Allowance from = grant.before();
    Allowance to = grant.after();
    String item = grant.item().id();
    String kind = grant.siteKind().name().toLowerCase(Locale.ROOT);
    if (from == null) {
      return Optional.empty();
    }
    if (to == null) {
      return Optional.of(
          PriceProblem.of(PriceProblem.Kind.ALLOWANCE_REMOVED, item, kind, granted(from)));
    }
    return from.on() != to.on() || isDrastic(from.quantity(), to.quantity())
        ? Optional.of(
            PriceProblem.of(
                PriceProblem.Kind.ALLOWANCE_DRASTIC, item, kind, granted(from), granted(to)))
        : Optional.empty();
  }

  private static String granted(Allowance allowance) {
    return allowance.quantity().toPlainString() + " " + allowance.on().id();
  }

  private static Map<PriceLine.Key, PriceLine> byKey(@Nullable PriceList list) {
    return list == null
        ? Map.of()
        : list.lines().stream().collect(Collectors.toMap(PriceLine::key, line -> line));
  }

  /** By what the same usage costs, so that another unit counts too. */
  private static boolean drastic(PriceLine from, PriceLine to) {
    return isDrastic(from.price().multiply(to.unitSize()), to.price().multiply(from.unitSize()));
  }

  private static boolean isDrastic(BigDecimal before, BigDecimal after) {
    return after.compareTo(before.multiply(DRASTIC)) > 0
        || before.compareTo(after.multiply(DRASTIC)) > 0;
  }

  private static String amount(PriceLine line) {
    return line.price().toPlainString() + " / " + line.unitSize().toPlainString();
  }

  private static PriceProblem warning(
      PriceProblem.Kind kind, PriceLine.Key key, String... arguments) {
    List<String> all =
        Stream.concat(
                Stream.of(
                    key.item().id(),
                    key.retention(),
                    key.currency().getCurrencyCode(),
                    key.siteKind().name().toLowerCase(Locale.ROOT)),
                Stream.of(arguments))
            .toList();
    return new PriceProblem(0, "", kind, all);
  }

  /** Tiers without a price where another tier of the item has one. */
  private static List<PriceProblem> missing(Set<PriceLine.Key> keys) {
    Set<PriceLine.Key> missing = new TreeSet<>(PriceLine.Key.ORDER);
    for (PriceLine.Key tier : keys) {
      for (PriceLine.Key payer : keys) {
        PriceLine.Key wanted =
            new PriceLine.Key(tier.item(), tier.retention(), payer.currency(), payer.siteKind());
        if (payer.item() == tier.item() && !keys.contains(wanted)) {
          missing.add(wanted);
        }
      }
    }
    return missing.stream().map(key -> warning(PriceProblem.Kind.PRICE_MISSING, key)).toList();
  }

  private static List<Unit> units(@Nullable PriceList before, PriceList after) {
    Map<Item, BigDecimal> old = unitSizes(before);
    List<Unit> changed = new ArrayList<>();
    unitSizes(after)
        .forEach((item, size) -> {
          BigDecimal former = old.getOrDefault(item, size);
          if (former.compareTo(size) != 0) {
            changed.add(new Unit(item, former, size));
          }
        });
    return changed;
  }

  private static Map<Item, BigDecimal> unitSizes(@Nullable PriceList list) {
    Map<Item, BigDecimal> sizes = new EnumMap<>(Item.class);
    if (list != null) {
      list.lines().forEach(line -> sizes.put(line.item(), line.unitSize()));
    }
    return sizes;
  }

  private static List<Grant> grants(@Nullable PriceList before, PriceList after) {
    Map<Grantor, Allowance> old = byGrantor(before);
    Map<Grantor, Allowance> now = byGrantor(after);
    return Stream.concat(old.keySet().stream(), now.keySet().stream())
        .distinct()
        .map(it -> new Grant(it.item(), it.siteKind(), old.get(it), now.get(it)))
        .filter(it -> it.before() == null || !it.before().equals(it.after()))
        .sorted(Comparator.comparing(Grant::item).thenComparing(Grant::siteKind))
        .toList();
  }

  private static Map<Grantor, Allowance> byGrantor(@Nullable PriceList list) {
    return list == null
        ? Map.of()
        : list.allowances().stream()
            .collect(Collectors.toMap(it -> new Grantor(it.item(), it.siteKind()), it -> it));
  }
}
