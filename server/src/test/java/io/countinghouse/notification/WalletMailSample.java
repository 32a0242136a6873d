package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** What mails about a balance are filled with in tests. */
final class WalletMailSample {

  private WalletMailSample() {}

  /** Of one that is high. */
  static Map<String, String> spending(Language language) {
    Map<String, String> values = new HashMap<>();
    values.put("item", language == Language.ZH ? "日志" : "Logs");
    values.put("day", "2026-05-01");
    values.put("spent", "120.50 CNY");
    values.put("threshold", "100.00 CNY");
    return values;
  }

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
