package awssimulator.broken.two;

import awssimulator.broken.one.BreaksFences;

/** Closes a circle of packages. */
public final class KnowsTheOther {
  /** Calls back. */
  public static String back() {
    return BreaksFences.class.getName() + BreaksFences.reach();
  }

  private KnowsTheOther() {}
}
