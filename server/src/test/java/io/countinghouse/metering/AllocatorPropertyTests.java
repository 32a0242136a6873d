package io.countinghouse.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class AllocatorPropertyTests {

  @Property
  void sharesAddUpToTheQuantity(
      @ForAll @LongRange(min = 1, max = Integer.MAX_VALUE) long quantity,
      @ForAll @Size(min = 1, max = 30)
          List<@BigRange(min = "0.0001", max = "1000000") @Scale(4) BigDecimal> weights) {
    Map<String, Long> shares = Allocator.split(quantity, named(weights));

    assertThat(shares.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(quantity);
    assertThat(shares.values()).allMatch(share -> share > 0);
  }

  @Property
  void noShareIsAWholeUnitFromItsPart(
      @ForAll @LongRange(min = 1, max = 1_000_000) long quantity,
      @ForAll @Size(min = 1, max = 30)
          List<@BigRange(min = "0.01", max = "10000") @Scale(2) BigDecimal> weights) {
    Map<String, BigDecimal> named = named(weights);
    BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);

    Map<String, Long> shares = Allocator.split(quantity, named);

    named.forEach((id, weight) -> {
      BigDecimal exact = weight.multiply(BigDecimal.valueOf(quantity));
      BigDecimal given = sum.multiply(BigDecimal.valueOf(shares.getOrDefault(id, 0L)));
      assertThat(given.subtract(exact).abs()).isLessThan(sum);
    });
  }

  @Example
  void tiesGoById() {
    assertThat(Allocator.split(1, Map.of("b", BigDecimal.ONE, "a", BigDecimal.ONE)))
        .containsExactly(Map.entry("a", 1L));
  }

  @Example
  void onlyPositiveWeightsTakePart() {
    assertThat(
            Allocator.split(
                7, Map.of("a", new BigDecimal("-3"), "b", BigDecimal.ZERO, "c", BigDecimal.TEN)))
        .containsExactly(Map.entry("c", 7L));
    assertThat(Allocator.split(7, Map.of("a", BigDecimal.ZERO))).isEmpty();
  }

  private static Map<String, BigDecimal> named(List<BigDecimal> weights) {
    Map<String, BigDecimal> named = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      named.put("w" + i, weights.get(i));
    }
    return named;
  }
}
