package io.countinghouse.locking;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The policy of locks.
 *
 * @param buffer how long a locked workspace's data can still be read (product facts, 7)
 */
@ConfigurationProperties(prefix = "countinghouse.locking", ignoreUnknownFields = false)
record LockingSettings(@DefaultValue("14d") Duration buffer) {

  LockingSettings {
    if (buffer.isNegative() || buffer.isZero()) {
      throw new IllegalArgumentException("countinghouse.locking.buffer must be above 0: " + buffer);
    }
  }
}
