package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Writes times, money and numbers as a reader of a language does. */
@Component
class PageText {

  private static final int SECONDS_PER_HOUR = 3600;

  private final MessageSource texts;

  PageText(MessageSource texts) {
    this.texts = texts;
  }

  /** A time to the minute in a zone, with the zone. */
  String time(Instant instant, ZoneId zone, Language language) {
    String pattern = text("format.time", language);
    String time =
        DateTimeFormatter.ofPattern(pattern, language.locale()).format(instant.atZone(zone));
    return text("format.time-in-zone", language, time, zoneName(zone, instant));
  }

  /** An hour's start or another full time, for tables whose head names the zone. */
  String tableTime(Instant instant, ZoneId zone, Language language) {
    String pattern = text("format.table-time", language);
    return DateTimeFormatter.ofPattern(pattern, language.locale()).format(instant.atZone(zone));
  }

  /** A time to the second, for tables whose head names the zone. */
  String secondsTime(Instant instant, ZoneId zone, Language language) {
    String pattern = text("format.seconds-time", language);
    return DateTimeFormatter.ofPattern(pattern, language.locale()).format(instant.atZone(zone));
  }

  /** A day. */
  String day(LocalDate day, Language language) {
    return DateTimeFormatter.ofPattern(text("format.day", language), language.locale()).format(day);
  }

  /** A zone's name with its distance from UTC at an instant. */
  static String zoneName(ZoneId zone, Instant instant) {
    ZoneOffset offset = zone.getRules().getOffset(instant);
    int hours = offset.getTotalSeconds() / SECONDS_PER_HOUR;
    String utc = hours == 0 ? "UTC" : "UTC" + (hours > 0 ? "+" : "−") + Math.abs(hours);
    return zone.getId().contains("/") ? zone.getId() + ", " + utc : utc;
  }

  /** Days and hours, whole ones. */
  String daysAndHours(Duration duration, Language language) {
    long days = duration.toDays();
    int hours = duration.toHoursPart();
    if (days > 0) {
      return text("format.days-hours", language, days, hours);
    }
    return hours > 0
        ? text("format.hours", language, hours)
        : text("format.below-an-hour", language);
  }

  /** Whole minutes, or hours from two on; a time that is over says so. */
  String minutes(Duration duration, Language language) {
    if (!duration.isPositive()) {
      return text("format.over", language);
    }
    return duration.toHours() >= 2
        ? daysAndHours(duration, language)
        : text("format.minutes", language, duration.toMinutes());
  }

  /** An amount with its currency: all decimals it has, at least two. */
  String money(Money money, Language language) {
    return language.money(money);
  }

  /** An amount whose currency is said elsewhere: all decimals it has, at least two. */
  String amount(BigDecimal amount, Language language) {
    return language.amount(amount);
  }

  String number(long number, Language language) {
    return number(BigDecimal.valueOf(number), language);
  }

  /** A number with all the decimals it has. */
  String number(BigDecimal number, Language language) {
    return language.number(number);
  }

  /** A text of the pages. */
  String text(String key, Language language, Object... arguments) {
    return texts.getMessage(key, arguments, language.locale());
  }
}
