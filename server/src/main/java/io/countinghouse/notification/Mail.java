package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A mail to be sent, as it travels through a work row.
 *
 * @param to the recipient's address
 * @param values what its texts need, already in its language; no codes
 */
record Mail(MailTemplate template, String to, Language language, Map<String, String> values) {

  private static final String TEMPLATE = "template";
  private static final String TO = "to";
  private static final String LANGUAGE = "language";
  private static final String VALUE = "value.";

  Mail {
    values = Map.copyOf(values);
  }

  Map<String, String> payload() {
    Map<String, String> payload = new HashMap<>();
    payload.put(TEMPLATE, template.id());
    payload.put(TO, to);
    payload.put(LANGUAGE, language.code());
    values.forEach((name, value) -> payload.put(VALUE + name, value));
    return payload;
  }

  /** Reads a payload back; empty when it is not one of ours. */
  static Optional<Mail> ofPayload(Map<String, String> payload) {
    Map<String, String> values = new HashMap<>();
    payload.forEach((name, value) -> {
      if (name.startsWith(VALUE)) {
        values.put(name.substring(VALUE.length()), value);
      }
    });
    String to = payload.getOrDefault(TO, "");
    if (to.isEmpty()) {
      return Optional.empty();
    }
    return MailTemplate.ofId(payload.getOrDefault(TEMPLATE, ""))
        .flatMap(template ->
            Language.ofCode(payload.getOrDefault(LANGUAGE, ""))
                .map(language -> new Mail(template, to, language, values)));
  }

  /** The same mail with one more value. */
  Mail with(String name, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return new Mail(template, to, language, more);
  }
}
