package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "%zz       | %zz",
        "%         | %",
        "\u00e2\u0082\u00ac%e2%82%ac | \u20ac\u20ac",
      })
  void aHeaderIsUnquotedAndThenPercentDecoded(String header, String value) {
    assertThat(BinaryEvent.decoded(header)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%ff", "\u00ff", "\u00e2\u0082", "%c0%af", "\"%80\""})
  void whatIsNoUtf8IsNoValue(String header) {
    assertThat(BinaryEvent.decoded(header)).isNull();
  }

  @Test
  void aLongQuotedHeaderIsReadLikeAShortOne() {
    String plain = "x".repeat(60_000);
    assertThat(BinaryEvent.decoded('"' + plain + '"')).isEqualTo(plain);
    assertThat(BinaryEvent.decoded('"' + "\\\"".repeat(30_000) + '"'))
        .isEqualTo("\"".repeat(30_000));
    assertThat(BinaryEvent.decoded('"' + plain)).isEqualTo('"' + plain);
  }
}
