package io.countinghouse.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhyTests {

  /** More than any of them has places for. */
  private static final List<String> DETAILS = List.of("agmt_1", "(.*)", "CNY\n%s");

  @ParameterizedTest
  @EnumSource(Why.class)
  void whatWasSaidIsReadBack(Why why) {
    Why.Told told = Why.read(why.of(DETAILS.toArray())).orElseThrow();
    assertThat(told.why()).isEqualTo(why);
    assertThat(told.details()).isEqualTo(DETAILS.subList(0, told.details().size()));
  }

  @Test
  void otherSentencesAreNone() {
    assertThat(Why.read("test")).isEmpty();
    assertThat(Why.read("")).isEmpty();
  }
}
