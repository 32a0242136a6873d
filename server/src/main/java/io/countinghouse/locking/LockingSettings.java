package io.countinghouse.locking;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The policy of locks (product facts, 7).
 *
 * @param buffer how long a locked workspace's data can still be read
 * @param reminders how long before the end of the buffer its owner is reminded of it, each time
 * @param bufferData whether new data is taken in the buffer; nobody ever pays for it
 */
@ConfigurationProperties(prefix = "countinghouse.locking", ignoreUnknownFields = false)
record LockingSettings(
    @DefaultValue("14d") Duration buffer,
    @DefaultValue({"7d", "3d", "1d"}) List<Duration> reminders,
    @DefaultValue("accept") BufferData bufferData) {

  /** What becomes of new data in the buffer. */
  enum BufferData {
    ACCEPT,
    REFUSE
  }

  LockingSettings {
    requirePositive("buffer", buffer);
    reminders.forEach(reminder -> requirePositive("reminders", reminder));
    reminders = List.copyOf(reminders);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "countinghouse.locking.%s must be above 0: %s".formatted(name, value));
    }
  }
}
