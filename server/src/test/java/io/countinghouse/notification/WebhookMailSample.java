package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** What mails about endpoints are filled with in tests. */
final class WebhookMailSample {

  private WebhookMailSample() {}

  static Map<String, String> webhook(MailWords words, Language language, ZoneId zone) {
    return Map.of(
        "endpoint",
        "Data plane of Oregon",
        "since",
        words.time(language, Instant.parse("2026-04-28T03:20:00Z"), zone),
        "at",
        words.time(language, Instant.parse("2026-05-01T03:20:00Z"), zone),
        "url",
        "https://billing.example.com/operator/webhooks/whep_1");
  }
}
