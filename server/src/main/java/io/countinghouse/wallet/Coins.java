package io.countinghouse.wallet;

import io.countinghouse.kernel.Money;
import java.math.RoundingMode;

/**
 * The rounding rule of daily charges: what is below the smallest coin of the currency is cut off
 * and stays for the next charge of the same workspace, whatever its sign. So all charges together
 * are what accrued, cut to whole coins: nothing is lost and nothing rounded up.
 */
final class Coins {

  private Coins() {}

  /** An amount cut to whole coins, towards zero. */
  static Money cut(Money amount) {
    return Money.of(
        amount.amount().setScale(decimals(amount), RoundingMode.DOWN), amount.currency());
  }

  /** Whether an amount is in whole coins. */
  static boolean isWhole(Money amount) {
    return amount.amount().scale() <= decimals(amount);
  }

  /** A currency without coins, such as gold's, has two decimals here. */
  private static int decimals(Money amount) {
    int decimals = amount.currency().getDefaultFractionDigits();
    return decimals < 0 ? 2 : decimals;
  }
}
