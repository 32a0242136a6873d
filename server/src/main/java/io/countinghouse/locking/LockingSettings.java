package io.countinghouse.locking;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The policy of locks.
 *
 * @param buffer how long a locked workspace's data can still be read (product facts, 7)
 * @param bufferData whether new data is taken in the buffer; nobody ever pays for it
 */
@ConfigurationProperties(prefix = "countinghouse.locking", ignoreUnknownFields = false)
record LockingSettings(
    @DefaultValue("14d") Duration buffer, @DefaultValue("accept") BufferData bufferData) {

  /** What becomes of new data in the buffer. */
  enum BufferData {
    ACCEPT,
    REFUSE
  }

  LockingSettings {
    if (buffer.isNegative() || buffer.isZero()) {
      throw new IllegalArgumentException("countinghouse.locking.buffer must be above 0: " + buffer);
    }
  }
}
