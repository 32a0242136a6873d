package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whether the tests that ran before in this build have looked at every page there is. */
class PagesSeenTests {

  @Test
  void everyPageIsSeenInBothLanguagesOnBothScreens() {
    assertThat(
            Album.pages().stream()
                .flatMap(page ->
                    Reader.all().stream()
                        .filter(reader -> Album.isMissing(page, reader))
                        .map(reader -> page + " " + reader)))
        .isEmpty();
  }
}
