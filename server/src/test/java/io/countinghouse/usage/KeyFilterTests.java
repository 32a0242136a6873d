package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyFilterTests {

  private static final int KEYS = 100_000;

  private static String random(Random random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  @Test
  void itHoldsWhatWasAddedAndLittleElse() {
    KeyFilter filter = new KeyFilter(KEYS);
    Random added = new Random(1);
    IntStream.range(0, KEYS).forEach(i -> filter.add(KeyFilter.hash(i % 3, random(added))));
    Random again = new Random(1);
    assertThat(
            IntStream.range(0, KEYS)
                .filter(i -> filter.mayHold(KeyFilter.hash(i % 3, random(again))))
                .count())
        .isEqualTo(KEYS);
    Random others = new Random(2);
    assertThat(
            IntStream.range(0, KEYS)
                .filter(i -> filter.mayHold(KeyFilter.hash(i % 3, random(others))))
                .count())
        .isLessThan(KEYS / 5_000);
  }

  @Test
  void idsInARowAreToldApart() {
    KeyFilter filter = new KeyFilter(KEYS);
    IntStream.range(0, KEYS).forEach(i -> filter.add(KeyFilter.hash(1, "event-" + i)));
    assertThat(
            IntStream.range(0, KEYS).allMatch(i -> filter.mayHold(KeyFilter.hash(1, "event-" + i))))
        .isTrue();
    assertThat(
            IntStream.range(KEYS, 2 * KEYS)
                .filter(i -> filter.mayHold(KeyFilter.hash(1, "event-" + i)))
                .count())
        .isLessThan(KEYS / 5_000);
    assertThat(
            IntStream.range(0, KEYS)
                .filter(i -> filter.mayHold(KeyFilter.hash(2, "event-" + i)))
                .count())
        .isLessThan(KEYS / 5_000);
  }

  @Test
  void anEmptyOneHoldsNothingAndOneForAllHoldsAnything() {
    assertThat(new KeyFilter(0).mayHold(KeyFilter.hash(1, "a"))).isFalse();
    assertThat(KeyFilter.ALL.mayHold(KeyFilter.hash(1, "a"))).isTrue();
  }
}
