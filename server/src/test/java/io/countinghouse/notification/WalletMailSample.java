package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;

/** What mails about a balance are filled with in tests. */
final class WalletMailSample {

  private WalletMailSample() {}

  /** Of one that is high. */
  static Map<String, String> spending(MailWords words, Language language) {
    Map<String, String> values = new HashMap<>();
    values.put("item", language == Language.ZH ? "日志" : "Logs");
    values.put("day", words.day(language, LocalDate.of(2026, 5, 1)));
    values.put("spent", cny(language, "1200.5"));
    values.put("threshold", cny(language, "1000"));
    return values;
  }

  static Map<String, String> of(MailWords words, Language language, ZoneId zone) {
    return Map.of(
        "billing-account",
        "weather",
        "amount",
        cny(language, "1234567.5"),
        "balance",
        cny(language, "-12.3"),
        "since",
        words.time(language, Instant.parse("2026-05-01T03:20:00Z"), zone),
        "locks-at",
        words.time(language, Instant.parse("2026-05-15T03:20:00Z"), zone),
        "url",
        "https://billing.example.com/billing/wallet");
  }

  private static String cny(Language language, String amount) {
    return language.money(Money.of(new BigDecimal(amount), Currency.getInstance("CNY")));
  }
}
