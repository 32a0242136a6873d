package io.countinghouse;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An order of arrival.
 *
 * @param steps the numbers of the steps of a story, in the order in which they arrive
 * @param late how many of the last ones arrive hours later; the final window is over by then
 * @param registers whether a buyer who lands registers too; it takes time, so not in every order
 */
record ArrivalOrder(List<Integer> steps, int late, boolean registers) {

  /** All orders of so many steps, and for every second one some that come late. */
  static Stream<ArrivalOrder> ofAll(int steps) {
    List<List<Integer>> all = Permutations.of(IntStream.range(0, steps).boxed().toList());
    return IntStream.range(0, all.size())
        .mapToObj(i -> new ArrivalOrder(all.get(i), i % 2 == 0 ? 0 : i / 2 % steps, i % 6 == 0));
  }
}
