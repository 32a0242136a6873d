package io.countinghouse.notification;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How mails go out; the mail server itself is {@code spring.mail}.
 *
 * @param from the address mails come from; its domain also ends their Message-IDs
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.notification", ignoreUnknownFields = false)
record NotificationSettings(@NotBlank @Email String from) {

  String domain() {
    return from.substring(from.indexOf('@') + 1);
  }
}
