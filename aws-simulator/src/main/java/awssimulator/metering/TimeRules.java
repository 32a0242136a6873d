package awssimulator.metering;

import awssimulator.settings.MeteringSettings;
import awssimulator.settings.MeteringSettings.PartitionSettings;
import awssimulator.settings.SimulatorSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** When a usage record may be submitted (facts §4.2, conflict C1). */
@Component
class TimeRules {
  private final MeteringSettings settings;

  @Autowired
  TimeRules(SimulatorSettings settings) {
    this(settings.metering());
  }

  TimeRules(MeteringSettings settings) {
    this.settings = settings;
  }

  /** Whether a record of that moment is taken now in that partition. */
  boolean inBounds(Instant timestamp, Instant now, String partition) {
    PartitionSettings rules = settings.partition(partition);
    Instant from = settings.wholeHours() ? now.truncatedTo(ChronoUnit.HOURS) : now;
    return !timestamp.isBefore(from.minus(rules.meteringWindow()))
        && !timestamp.isAfter(now.plus(settings.futureTolerance()))
        && !lastMonthClosed(timestamp, now, rules);
  }

  private static boolean lastMonthClosed(Instant timestamp, Instant now, PartitionSettings rules) {
    Duration cut = rules.monthEndCut();
    if (cut == null) {
      return false;
    }
    Instant month =
        now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
    return timestamp.isBefore(month) && !now.isBefore(month.plus(cut));
  }

  /**
   * Whether a record of that moment lies in the life of an agreement active since then; sellers are
   * told the second.
   */
  boolean sinceStart(Instant timestamp, Instant activeAt) {
    return settings.strictStart()
        ? !timestamp.isBefore(activeAt.truncatedTo(ChronoUnit.SECONDS))
        : !timestamp.isBefore(activeAt.truncatedTo(ChronoUnit.HOURS));
  }
}
