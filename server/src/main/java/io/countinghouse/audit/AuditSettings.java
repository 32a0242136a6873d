package io.countinghouse.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the trail is kept.
 *
 * @param seal whether this node seals entries and drops old ones
 * @param keep how long entries are kept, in business time; a year at least
 */
@ConfigurationProperties(prefix = "countinghouse.audit", ignoreUnknownFields = false)
record AuditSettings(@DefaultValue("true") boolean seal, @DefaultValue("730d") Duration keep) {

  private static final Duration KEEP_MIN = Duration.ofDays(366);

  AuditSettings {
    if (keep.compareTo(KEEP_MIN) < 0) {
      throw new IllegalArgumentException("countinghouse.audit.keep must be 366d or more: " + keep);
    }
  }
}
