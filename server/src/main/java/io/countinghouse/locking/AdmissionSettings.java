package io.countinghouse.locking;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How data planes are answered.
 *
 * @param remembered for how long a node repeats an answer without asking the database, up to half a
 *     second: a lock has to show within one
 */
@ConfigurationProperties(prefix = "countinghouse.admission", ignoreUnknownFields = false)
record AdmissionSettings(@DefaultValue("500ms") Duration remembered) {

  private static final Duration REMEMBERED_MAX = Duration.ofMillis(500);

  AdmissionSettings {
    if (remembered.isNegative() || remembered.compareTo(REMEMBERED_MAX) > 0) {
      throw new IllegalArgumentException(
          "countinghouse.admission.remembered must be between 0 and 500ms: " + remembered);
    }
  }
}
