package io.countinghouse.metering;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits a record's quantity over workspaces in whole units, by largest remainder; ties go by id.
 */
final class Allocator {

  private Allocator() {}

  private record Share(String id, long units, BigInteger remainder) {}

  /**
   * @param quantity the whole units to split, 0 or more
   * @param weights what each id has accrued and not been allocated yet; only positive ones take
   *     part
   * @return the units of each id that gets any, in id order; nothing without a positive weight
   */
  static Map<String, Long> split(long quantity, Map<String, BigDecimal> weights) {
    Map<String, BigInteger> whole = scaled(weights);
    BigInteger sum = whole.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    if (quantity == 0 || sum.signum() == 0) {
      return Map.of();
    }
    List<Share> shares = new ArrayList<>();
    long given = 0;
    for (Map.Entry<String, BigInteger> weight : whole.entrySet()) {
      BigInteger[] parts =
          weight.getValue().multiply(BigInteger.valueOf(quantity)).divideAndRemainder(sum);
      shares.add(new Share(weight.getKey(), parts[0].longValueExact(), parts[1]));
      given += parts[0].longValueExact();
    }
    return withRest(shares, quantity - given);
  }

  private static Map<String, Long> withRest(List<Share> shares, long rest) {
    List<Share> byRemainder = new ArrayList<>(shares);
    byRemainder.sort(Comparator.comparing(Share::remainder).reversed().thenComparing(Share::id));
    Map<String, Long> units = new LinkedHashMap<>();
    shares.stream()
        .sorted(Comparator.comparing(Share::id))
        .forEach(share -> units.put(share.id(), share.units()));
    for (int i = 0; i < rest; i++) {
      units.merge(byRemainder.get(i).id(), 1L, Long::sum);
    }
    units.values().removeIf(value -> value == 0);
    return units;
  }

  /** The positive weights as whole numbers of one scale, so that no division rounds. */
  private static Map<String, BigInteger> scaled(Map<String, BigDecimal> weights) {
    int scale = weights.values().stream().mapToInt(BigDecimal::scale).max().orElse(0);
    Map<String, BigInteger> whole = new LinkedHashMap<>();
    weights.forEach((id, weight) -> {
      if (weight.signum() > 0) {
        whole.put(id, weight.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue());
      }
    });
    return whole;
  }
}
