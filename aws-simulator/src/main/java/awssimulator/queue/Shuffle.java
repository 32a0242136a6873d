package awssimulator.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Another order than the given one; the same for the same seed. */
final class Shuffle {
  private Shuffle() {}

  static <T> List<T> of(List<T> items, long seed) {
    List<T> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, new Random(seed));
    if (shuffled.equals(items)) {
      Collections.rotate(shuffled, 1);
    }
    return shuffled;
  }
}
