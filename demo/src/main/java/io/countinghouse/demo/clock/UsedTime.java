package io.countinghouse.demo.clock;

import io.countinghouse.demo.clock.SimulatorControl.ControlException;
import io.countinghouse.generator.GeneratedUsage;
import io.countinghouse.generator.Profile;
import io.countinghouse.generator.UsageApiClient;
import io.countinghouse.generator.UsageGenerator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Time in which the open workspaces are used: after each hour its usage is reported through the
 * public API, before readings close it.
 */
@Component
class UsedTime {

  private static final long SEED = 1;
  private static final int REPORTS_PER_HOUR = 2;
  private static final int BATCH = 500;

  private final SimulatorControl simulator;
  private final JdbcClient jdbc;
  private final GeneratedUsage usage =
      new GeneratedUsage(SEED, Profile.ALL_ITEMS, REPORTS_PER_HOUR);
  private final UsageApiClient api;
  private final UsedHours hours = new UsedHours();

  UsedTime(SimulatorControl simulator, JdbcClient jdbc, Environment settings) {
    this.simulator = simulator;
    this.jdbc = jdbc;
    this.api =
        new UsageApiClient(
            URI.create(settings.getRequiredProperty("countinghouse.brand.public-base-url")),
            settings.getRequiredProperty("countinghouse.identity.first-api-key"),
            BATCH);
  }

  /**
   * Moves the clock forward; returns when all usage is reported and all work due on the way is
   * done.
   *
   * @return the time reached
   */
  synchronized Instant advance(Duration distance) throws ControlException {
    Instant start = simulator.time();
    Instant end = start.plus(distance);
    Instant first = start.truncatedTo(ChronoUnit.HOURS);
    for (UsedHours.Sending left : hours.leftBefore(first)) {
      send(left);
    }
    for (Instant hour = first; ; hour = hour.plus(Duration.ofHours(1))) {
      Instant over = hour.plus(Duration.ofHours(1));
      if (over.isAfter(end)) {
        return advanceTo(end);
      }
      Instant _ = advanceTo(over);
      UsedHours.Sending sending = hours.after(hour);
      send(sending);
      hours.sent(sending);
    }
  }

  /** The clock runs by itself too, so it may be there already. */
  private Instant advanceTo(Instant wanted) throws ControlException {
    Instant now = simulator.time();
    return now.isBefore(wanted) ? simulator.advance(Duration.between(now, wanted)) : now;
  }

  private void send(UsedHours.Sending it) throws ControlException {
    try {
      var _ =
          new UsageGenerator(usage, api, openWorkspaces())
              .sendAfter(it.hour(), it.first(), it.last());
    } catch (UsageApiClient.NotTakenException e) {
      throw new ControlException(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted");
    }
  }

  private List<String> openWorkspaces() {
    return jdbc.sql("SELECT id FROM workspace.workspace WHERE lock_state = 'OPEN' ORDER BY id")
        .query((rs, _) -> rs.getString("id"))
        .list();
  }
}
