package io.countinghouse.notification;

import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.PhoneNumber;
import io.countinghouse.kernel.Language;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A text (SMS) to be sent, as it travels through a work row; without its code.
 *
 * @param code the code it is to carry; names the text as well
 */
record Text(EmailCodeId code, CodePurpose purpose, PhoneNumber to, Language language) {

  private static final String CODE_ID = "code-id";
  private static final String PURPOSE = "purpose";
  private static final String TO = "to";
  private static final String LANGUAGE = "language";

  Map<String, String> payload() {
    return Map.of(
        CODE_ID, code.value(),
        PURPOSE, purpose.name(),
        TO, to.value(),
        LANGUAGE, language.code());
  }

  /** Reads a payload back; empty when it is not one of ours. */
  static Optional<Text> ofPayload(Map<String, String> payload) {
    try {
      return Language.ofCode(payload.getOrDefault(LANGUAGE, ""))
          .map(language ->
              new Text(
                  new EmailCodeId(payload.getOrDefault(CODE_ID, "")),
                  CodePurpose.valueOf(payload.getOrDefault(PURPOSE, "")),
                  new PhoneNumber(payload.getOrDefault(TO, "")),
                  language));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Where its words are in the bundles of the mails. */
  String key() {
    return "text." + purpose.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
