package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryEventTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a%20b     | a b",
        "\"a\"     | a",
        "\"a\\\"b\" | a\"b",
        "\"a\\\\\" | a\\",
        "\"a\\\"   | \"a\\\"",
        "\"a\"b\"  | \"a\"b\"",
        "%e2%82%ac | \u20ac",
        "%ff       | %ff",
      })
  void aHeaderIsUnquotedAndThenPercentDecoded(String header, String value) {
    assertThat(BinaryEvent.decoded(header)).isEqualTo(value);
  }

  @Test
  void aLongQuotedHeaderIsReadLikeAShortOne() {
    String plain = "x".repeat(7000);
    assertThat(BinaryEvent.decoded('"' + plain + '"')).isEqualTo(plain);
    assertThat(BinaryEvent.decoded('"' + "\\\"".repeat(7000) + '"')).isEqualTo("\"".repeat(7000));
    assertThat(BinaryEvent.decoded('"' + plain)).isEqualTo('"' + plain);
  }
}
