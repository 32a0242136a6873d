package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.console.ConsoleSettings.Captions;
import io.countinghouse.kernel.Language;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the pages make of their settings. */
class ConsoleSettingsTests {

  private static ConsoleSettings settings(String captions) {
    return new ConsoleSettings(
        1, 1, 1, 1, 1, 1, Duration.ofHours(24), "https://m.example.com/a.mp4", captions, "{token}");
  }

  @Test
  void captionsAreInBothLanguagesThatOfThePageFirst() {
    assertThat(settings("https://m.example.com/a.{language}.vtt").captions(Language.ZH))
        .containsExactly(
            new Captions("zh", "https://m.example.com/a.zh.vtt"),
            new Captions("en", "https://m.example.com/a.en.vtt"));
    assertThat(settings("").captions(Language.EN)).isEmpty();
  }
}
