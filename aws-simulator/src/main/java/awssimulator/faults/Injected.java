package awssimulator.faults;

import awssimulator.faults.Fault.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** The fault that one call gets, with the draw of its records decided by the plan's seed. */
public final class Injected {
  private static final int MILLION = 1_000_000;

  /** A call without a fault. */
  public static final Injected NOTHING = new Injected(Fault.of(Kind.NONE), 0);

  private final Fault fault;
  private final long seed;

  Injected(Fault fault, long seed) {
    this.fault = fault;
    this.seed = seed;
  }

  /** What to do. */
  public Fault fault() {
    return fault;
  }

  /** Whether the fault is of that kind. */
  public boolean is(Kind kind) {
    return fault.kind() == kind;
  }

  /** The records that are meant, of a batch of that size; each time the same. */
  public Set<Integer> chosen(int size) {
    Set<Integer> chosen = new TreeSet<>();
    List<Integer> named = fault.records();
    BigDecimal rate = fault.recordRate();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < size; i++) {
      if (named != null ? named.contains(i) : rate == null || falls(random, rate)) {
        chosen.add(i);
      }
    }
    return chosen;
  }

  /** Whether a draw falls into that share. */
  static boolean falls(SplittableRandom random, BigDecimal share) {
    return random.nextInt(MILLION) < millionths(share);
  }

  static int millionths(BigDecimal share) {
    return share.movePointRight(6).intValue();
  }
}
