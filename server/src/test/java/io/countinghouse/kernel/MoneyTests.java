package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class MoneyTests {

  private static final Currency CNY = Currency.getInstance("CNY");
  private static final Currency USD = Currency.getInstance("USD");

  private static Money cny(String amount) {
    return Money.of(new BigDecimal(amount), CNY);
  }

  @Test
  void amountsAreEqualHoweverTheyAreWritten() {
    assertThat(cny("13.40")).isEqualTo(cny("13.4")).hasSameHashCodeAs(cny("13.4"));
    assertThat(cny("0.000")).isEqualTo(Money.zero(CNY));
    assertThat(cny("100")).isEqualTo(cny("1E+2"));
  }

  @Test
  void itIsWrittenInPlainDigits() {
    assertThat(cny("100")).hasToString("100 CNY");
    assertThat(cny("0.0000001")).hasToString("0.0000001 CNY");
  }

  @Test
  void differentCurrenciesAreNeverAdded() {
    Money dollar = Money.of(BigDecimal.ONE, USD);
    assertThatIllegalArgumentException().isThrownBy(() -> cny("1").plus(dollar));
    assertThatIllegalArgumentException().isThrownBy(() -> cny("1").minus(dollar));
    assertThat(cny("1")).isNotEqualTo(dollar);
  }

  @Test
  void nothingIsRoundedInAProduct() {
    assertThat(cny("0.01").times(new BigDecimal("0.01"))).isEqualTo(cny("0.0001"));
  }
}
