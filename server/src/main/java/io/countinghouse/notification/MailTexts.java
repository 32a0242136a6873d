package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The texts of mails in both languages, from {@code mail-messages_zh} and {@code _en}. */
@Component
class MailTexts {

  static final String BUNDLE = "mail-messages";

  /** The value that names why something happened. */
  static final String CAUSE = "cause";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z-]+)}");

  private final Map<Language, ResourceBundle> bundles =
      Map.of(Language.ZH, bundle(Language.ZH), Language.EN, bundle(Language.EN));

  private static ResourceBundle bundle(Language language) {
    return ResourceBundle.getBundle(
        BUNDLE,
        Locale.of(language.code()),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /**
   * A text with its placeholders filled; what is put in is not looked at again. If the values name
   * a cause that the text has a wording of its own for, under the key and the cause, it is that.
   *
   * @throws java.util.MissingResourceException if there is no such text
   * @throws IllegalArgumentException if a placeholder has no value
   */
  String text(Language language, String key, Map<String, String> values) {
    String ofCause = key + "." + values.getOrDefault(CAUSE, "");
    String pattern = of(language).getString(has(language, ofCause) ? ofCause : key);
    return PLACEHOLDER
        .matcher(pattern)
        .replaceAll(match -> Matcher.quoteReplacement(value(key, values, match)));
  }

  /** The texts of a key followed by 1, 2 and so on, as many as there are. */
  List<String> numbered(Language language, String key, Map<String, String> values) {
    List<String> texts = new ArrayList<>();
    for (int i = 1; has(language, key + i); i++) {
      texts.add(text(language, key + i, values));
    }
    return texts;
  }

  boolean has(Language language, String key) {
    return of(language).containsKey(key);
  }

  private ResourceBundle of(Language language) {
    ResourceBundle bundle = bundles.get(language);
    if (bundle == null) {
      throw new IllegalStateException("no mail texts for " + language);
    }
    return bundle;
  }

  private static String value(String key, Map<String, String> values, MatchResult match) {
    String value = values.get(match.group(1));
    if (value == null) {
      throw new IllegalArgumentException(
          "mail text %s needs a value for %s".formatted(key, match.group()));
    }
    return value;
  }
}
