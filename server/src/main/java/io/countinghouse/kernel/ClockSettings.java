package io.countinghouse.kernel;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where business time comes from.
 *
 * @param source {@code system} for the machine's clock, {@code simulator} for the settable one of
 *     an AWS simulator
 * @param simulatorUrl the simulator's address; needed with {@code simulator} only
 * @param follower the name under which this server follows the simulator's clock
 */
@ConfigurationProperties(prefix = "countinghouse.clock", ignoreUnknownFields = false)
public record ClockSettings(
    @DefaultValue("system") Source source,
    @Nullable URI simulatorUrl,
    @DefaultValue("server") String follower) {

  /** The two clocks there are. */
  public enum Source {
    SYSTEM,
    SIMULATOR
  }

  public ClockSettings {
    if (source == Source.SIMULATOR && simulatorUrl == null) {
      throw new IllegalArgumentException(
          "countinghouse.clock.simulator-url is missing: the clock of the simulator needs its address");
    }
  }
}
