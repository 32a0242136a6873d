package rulebreakers;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Four ways to read the wall clock. */
public final class ChecksTheClock {

  private ChecksTheClock() {}

  /** By an instant. */
  public static final class Instants {
    Instant now() {
      return Instant.now();
    }
  }

  /** By a date. */
  public static final class Dates {
    LocalDate today() {
      return LocalDate.now(ZoneOffset.UTC);
    }
  }

  /** By the system. */
  public static final class Millis {
    long now() {
      return System.currentTimeMillis();
    }
  }

  /** By a clock of its own. */
  public static final class Clocks {
    Instant now() {
      return Clock.systemUTC().instant();
    }
  }
}
