package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** What mails about a balance are filled with in tests. */
final class WalletMailSample {

  private WalletMailSample() {}

  static Map<String, String> of(MailWords words, Language language, ZoneId zone) {
    return Map.of(
        "billing-account",
        "weather",
        "amount",
        "1250.00 CNY",
        "balance",
        "-12.30 CNY",
        "since",
        words.time(language, Instant.parse("2026-05-01T03:20:00Z"), zone),
        "locks-at",
        words.time(language, Instant.parse("2026-05-15T03:20:00Z"), zone),
        "url",
        "https://billing.example.com/billing/wallet");
  }
}
