package io.countinghouse.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Days and instants as they come in addresses and forms: only such as the database can hold. */
final class Typed {

  private static final int YEAR_MIN = 1900;
  private static final int YEAR_MAX = 9998;

  private Typed() {}

  /**
   * A day such as {@code 2026-05-12}.
   *
   * @throws DateTimeException if it is none, or is not of the years 1900 to 9998
   */
  static LocalDate day(String text) {
    LocalDate day = LocalDate.parse(text);
    if (day.getYear() < YEAR_MIN || day.getYear() > YEAR_MAX) {
      throw new DateTimeException("no day that can be meant");
    }
    return day;
  }

  /**
   * An instant such as {@code 2026-05-12T02:00:00Z}.
   *
   * @throws DateTimeException if it is none, or is not of the years 1900 to 9998
   */
  static Instant instant(String text) {
    Instant instant = Instant.parse(text);
    day(instant.atOffset(ZoneOffset.UTC).toLocalDate().toString());
    return instant;
  }
}
