package io.countinghouse.locking;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How data planes are answered.
 *
 * @param remembered for how long a node repeats an answer without asking the database, up to three
 *     quarters of a second: a lock has to show within a second
 * @param answeredWithin how long a request waits for the database until it is told that it cannot
 *     be told now
 */
@ConfigurationProperties(prefix = "countinghouse.admission", ignoreUnknownFields = false)
record AdmissionSettings(
    @DefaultValue("750ms") Duration remembered, @DefaultValue("1s") Duration answeredWithin) {

  private static final Duration REMEMBERED_MAX = Duration.ofMillis(750);

  AdmissionSettings {
    if (remembered.isNegative() || remembered.compareTo(REMEMBERED_MAX) > 0) {
      throw new IllegalArgumentException(
          "countinghouse.admission.remembered must be between 0 and 750ms: " + remembered);
    }
    if (!answeredWithin.isPositive()) {
      throw new IllegalArgumentException(
          "countinghouse.admission.answered-within must be more than 0: " + answeredWithin);
    }
  }
}
