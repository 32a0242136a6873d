package rulebreakers.billing;

import java.math.BigDecimal;

/** Looks exact and is not. */
public final class MakesADecimalOfADouble {

  BigDecimal price() {
    return BigDecimal.valueOf(0.1);
  }
}
