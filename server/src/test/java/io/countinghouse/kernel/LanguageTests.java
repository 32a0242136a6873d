package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTests {

  @ParameterizedTest
  @CsvSource({
    "0,0,0.00",
    "1E+3,'1,000','1,000.00'",
    "1234.5,'1,234.5','1,234.50'",
    "-0.10,-0.1,-0.10",
    "0.000000000000000001,0.000000000000000001,0.000000000000000001",
    "1234567890.12345678901234567891,'1,234,567,890.12345678901234567891','1,234,567,890.12345678901234567891'"
  })
  void allDecimalsAreShown(BigDecimal number, String asNumber, String asAmount) {
    for (Language language : Language.values()) {
      assertThat(language.number(number)).isEqualTo(asNumber);
      assertThat(language.amount(number)).isEqualTo(asAmount);
    }
  }
}
