package io.countinghouse.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance that a seed decides. Each name has a stream of its own, so that more draws of one do not
 * change another.
 */
final class Chance {

  private static final int THOUSAND = 1_000;

  private final SplittableRandom random;

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  /** The stream of a name. */
  static Chance of(long seed, String name) {
    return new Chance(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode()));
  }

  /** Whether something comes about that does so in so many of a thousand cases. */
  boolean hits(int perThousand) {
    return random.nextInt(THOUSAND) < perThousand;
  }

  /** A number from the first to the last, both included. */
  int between(int first, int last) {
    return random.nextInt(first, last + 1);
  }

  /** One of several. */
  <T> T one(List<T> several) {
    return several.get(random.nextInt(several.size()));
  }

  /** Any number. */
  long any() {
    return random.nextLong();
  }
}
