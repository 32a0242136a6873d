package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;

class MoneyPropertyTests {

  private static final Currency CNY = Currency.getInstance("CNY");

  private static Money of(BigDecimal amount) {
    return Money.of(amount, CNY);
  }

  @Property
  void whatIsAddedAndTakenAwayAgainLeavesNoTrace(
      @ForAll @BigRange(min = "-1e12", max = "1e12") @Scale(9) BigDecimal a,
      @ForAll @BigRange(min = "-1e12", max = "1e12") @Scale(9) BigDecimal b) {
    assertThat(of(a).plus(of(b)).minus(of(b))).isEqualTo(of(a));
  }

  @Property
  void theOrderOfAddingDoesNotMatter(
      @ForAll @BigRange(min = "-1e12", max = "1e12") @Scale(9) BigDecimal a,
      @ForAll @BigRange(min = "-1e12", max = "1e12") @Scale(4) BigDecimal b,
      @ForAll @BigRange(min = "-1e12", max = "1e12") @Scale(2) BigDecimal c) {
    assertThat(of(a).plus(of(b)).plus(of(c))).isEqualTo(of(c).plus(of(b)).plus(of(a)));
  }

  @Property
  void aProductOfASumIsTheSumOfTheProducts(
      @ForAll @BigRange(min = "-1e9", max = "1e9") @Scale(6) BigDecimal a,
      @ForAll @BigRange(min = "-1e9", max = "1e9") @Scale(6) BigDecimal b,
      @ForAll @BigRange(min = "-1e9", max = "1e9") @Scale(6) BigDecimal factor) {
    assertThat(of(a).plus(of(b)).times(factor))
        .isEqualTo(of(a).times(factor).plus(of(b).times(factor)));
  }
}
