package io.countinghouse.demo.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class ClockTextsTests {

  @Test
  void everyTextIsInBothLanguages() {
    ResourceBundle english = ResourceBundle.getBundle("demo.messages", Locale.ENGLISH);
    ResourceBundle chinese = ResourceBundle.getBundle("demo.messages", Locale.CHINESE);

    assertThat(english.keySet()).isEqualTo(chinese.keySet()).isNotEmpty();
    assertThat(english.keySet())
        .filteredOn(key -> !key.equals("utc"))
        .allSatisfy(key -> assertThat(english.getString(key)).isNotEqualTo(chinese.getString(key)));
  }
}
