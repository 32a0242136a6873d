package io.countinghouse;

import java.util.ArrayList;
import java.util.List;

/** All orders of some things. */
public final class Permutations {

  private Permutations() {}

  /** Each order once, if no two are equal. */
  public static <T> List<List<T>> of(List<T> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (int first = 0; first < items.size(); first++) {
      List<T> rest = new ArrayList<>(items);
      T head = rest.remove(first);
      for (List<T> tail : of(rest)) {
        List<T> whole = new ArrayList<>();
        whole.add(head);
        whole.addAll(tail);
        all.add(whole);
      }
    }
    return all;
  }
}
