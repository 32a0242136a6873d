package io.countinghouse.usage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Reads the times of RFC 3339. By hand: each event has one, and with the JDK's parser it would be
 * half of what reading an event costs.
 */
final class Rfc3339 {

  private static final String FORM = "0000-00-00T00:00:00";
  private static final String OFFSET_FORM = "+00:00";
  private static final int FRACTION_DIGITS_MAX = 30;
  private static final int NANO_DIGITS = 9;
  private static final int LEAP_SECOND = 60;
  private static final int DAY_SECONDS = 86_400;

  private final String text;

  /** Where the offset begins. */
  private int end = FORM.length();

  private int nanos;

  private Rfc3339(String text) {
    this.text = text;
  }

  /**
   * The instant that a text says; empty if it says none. Digits beyond the nanosecond are cut off,
   * and a leap second is the second before.
   */
  static Optional<Instant> parse(String text) {
    try {
      return new Rfc3339(text).read();
    } catch (DateTimeException _) {
      // In form, but no such day, minute or offset.
      return Optional.empty();
    }
  }

  private Optional<Instant> read() {
    if (!has(FORM, 0) || !readFraction() || !hasOffset()) {
      return Optional.empty();
    }
    int second = number(17, 19);
    boolean leaps = second == LEAP_SECOND;
    Instant said =
        LocalDateTime.of(
                number(0, 4),
                number(5, 7),
                number(8, 10),
                number(11, 13),
                number(14, 16),
                leaps ? second - 1 : second,
                nanos)
            .toInstant(offset());
    return leaps && !endsDay(said) ? Optional.empty() : Optional.of(said);
  }

  /** Seconds leap at the end of a day in UTC, whatever time it is elsewhere. */
  private static boolean endsDay(Instant second) {
    return Math.floorMod(second.getEpochSecond(), DAY_SECONDS) == DAY_SECONDS - 1;
  }

  /** Whether a form stands at a place, 0 for any digit, + for either sign, T for t too. */
  private boolean has(String form, int from) {
    if (text.length() < from + form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char is = text.charAt(from + i);
      boolean fits =
          switch (form.charAt(i)) {
            case '0' -> isDigit(is);
            case '+' -> is == '+' || is == '-';
            case 'T' -> is == 'T' || is == 't';
            default -> is == form.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private boolean readFraction() {
    if (end == text.length() || text.charAt(end) != '.') {
      return true;
    }
    int from = end + 1;
    end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    int digits = end - from;
    nanos = number(from, Math.min(end, from + NANO_DIGITS));
    for (int i = digits; i < NANO_DIGITS; i++) {
      nanos *= 10;
    }
    return digits > 0 && digits <= FRACTION_DIGITS_MAX;
  }

  private boolean hasOffset() {
    int left = text.length() - end;
    return (left == 1 && (text.charAt(end) == 'Z' || text.charAt(end) == 'z'))
        || (left == OFFSET_FORM.length() && has(OFFSET_FORM, end));
  }

  private ZoneOffset offset() {
    if (text.length() - end == 1) {
      return ZoneOffset.UTC;
    }
    int sign = text.charAt(end) == '-' ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(
        sign * number(end + 1, end + 3), sign * number(end + 4, end + 6));
  }

  private static boolean isDigit(char it) {
    return it >= '0' && it <= '9';
  }

  private int number(int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }
}
