package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How mails go out; the mail server itself is {@code spring.mail}.
 *
 * @param from the address mails come from; its domain also ends their Message-IDs
 * @param operators where alarms go; empty for nowhere
 * @param operatorsLanguage what they are written in
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.notification", ignoreUnknownFields = false)
record NotificationSettings(
    @NotBlank @Email String from,
    @Nullable @Email String operators,
    @DefaultValue("ZH") Language operatorsLanguage) {

  String domain() {
    return from.substring(from.indexOf('@') + 1);
  }
}
