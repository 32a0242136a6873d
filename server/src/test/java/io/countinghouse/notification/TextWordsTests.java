package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.Language;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text is charged by the 70 characters, or 160 of GSM 03.38; each of ours fits into one. */
class TextWordsTests {

  private final MailTexts texts = new MailTexts();

  @ParameterizedTest
  @ValueSource(strings = {"text.phone-change", "text.new-phone"})
  void eachFitsIntoOneText(String key) {
    String chinese = words(Language.ZH, key, "观测云");
    assertThat(chinese).startsWith("【观测云】").contains("042137", "10 分钟", "请勿告知");
    assertThat(chinese.length()).isLessThanOrEqualTo(70);
    String english = words(Language.EN, key, "Guance");
    assertThat(english).startsWith("Guance: ").contains("042137", "10 minutes", "Do not share");
    assertThat(english).matches("[A-Za-z0-9 .,:]{1,160}");
  }

  private String words(Language language, String key, String brand) {
    return texts.text(language, key, Map.of("brand", brand, "code", "042137", "minutes", "10"));
  }
}
