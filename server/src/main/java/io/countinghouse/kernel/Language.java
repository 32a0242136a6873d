package io.countinghouse.kernel;

import java.util.Locale;
import java.util.Optional;

/** A language that every user-visible text exists in. */
public enum Language {
  ZH("zh", Locale.SIMPLIFIED_CHINESE),
  EN("en", Locale.ENGLISH);

  private final String code;
  private final Locale locale;

  Language(String code, Locale locale) {
    this.code = code;
    this.locale = locale;
  }

  /** Its two letters, as stored and sent. */
  public String code() {
    return code;
  }

  public Locale locale() {
    return locale;
  }

  /** The language of a code; empty for one we do not speak. */
  public static Optional<Language> ofCode(String code) {
    for (Language language : values()) {
      if (language.code.equals(code)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  /** The language for a reader's locale: Chinese for any Chinese one, else English. */
  public static Language of(Locale locale) {
    return locale.getLanguage().equals("zh") ? ZH : EN;
  }
}
