package io.countinghouse.demo.clock;

import io.countinghouse.kernel.Language;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** The demo's own texts, in both languages; a missing one is an error. */
@Component
class ClockTexts {

  private final ResourceBundleMessageSource bundle = new ResourceBundleMessageSource();

  ClockTexts() {
    bundle.setBasename("demo/messages");
    bundle.setDefaultEncoding(StandardCharsets.UTF_8.name());
    bundle.setFallbackToSystemLocale(false);
    bundle.setAlwaysUseMessageFormat(true);
  }

  /** The texts for a reader. */
  In in(Locale reader) {
    Language language = Language.of(reader);
    return new In(language, bundle);
  }

  /** The texts in one language. */
  record In(Language language, ResourceBundleMessageSource bundle) {

    /** For {@code lang=}. */
    public String lang() {
      return language == Language.ZH ? "zh-CN" : "en";
    }

    /** The code of the other language. */
    public String other() {
      return language == Language.ZH ? Language.EN.code() : Language.ZH.code();
    }

    public String get(String key) {
      return bundle.getMessage(key, new Object[0], language.locale());
    }

    String get(String key, Object... values) {
      return bundle.getMessage(key, values, language.locale());
    }
  }
}
