package io.countinghouse.generator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up usage, the same for the same seed: what each hour's events are, and in which hour each is
 * sent. Some are sent hours late, and some twice.
 */
public final class GeneratedUsage {

  /** Of a thousand events so many are sent late. */
  private static final int LATE_PER_MILLE = 20;

  /** Of a thousand events so many are sent again in the hour after. */
  private static final int TWICE_PER_MILLE = 10;

  private static final int PER_MILLE = 1000;
  private static final int PERCENT = 100;

  /** The hours after the last one in which late events are still sent. */
  public static final int LATEST_HOURS = 5;

  /** Each quantity is between so many percent below and above the hour's. */
  private static final int SPREAD_PERCENT = 20;

  /** One a second. */
  static final int REPORTS_MAX = 3600;

  private final long seed;
  private final Profile profile;
  private final int reportsPerHour;

  /**
   * @param seed names the usage
   * @param profile what each workspace uses
   * @param reportsPerHour how often an hour each stream is reported, 1 to 3600; what is used in an
   *     hour is spread over them
   */
  public GeneratedUsage(long seed, Profile profile, int reportsPerHour) {
    if (reportsPerHour < 1 || reportsPerHour > REPORTS_MAX) {
      throw new IllegalArgumentException("reports an hour must be 1 to 3600: " + reportsPerHour);
    }
    this.seed = seed;
    this.profile = profile;
    this.reportsPerHour = reportsPerHour;
  }

  /** An event and how it is sent. */
  private record Sent(GeneratedEvent event, int hoursLate, boolean twice) {}

  /**
   * What a workspace used in an hour, in the order of time.
   *
   * @param hour its start
   */
  public List<GeneratedEvent> usedIn(String workspace, Instant hour) {
    return sent(workspace, hour).stream().map(Sent::event).toList();
  }

  /**
   * What is sent at the end of an hour: its own events but the late ones, the late ones of the
   * hours before, and the hour before's that are sent again.
   *
   * @param hour its start
   * @param first start of the first hour that there is usage of
   * @param last start of the last one
   */
  public List<GeneratedEvent> sentAfter(
      String workspace, Instant hour, Instant first, Instant last) {
    List<GeneratedEvent> due = new ArrayList<>();
    for (int late = LATEST_HOURS; late >= 0; late--) {
      Instant used = hour.minus(Duration.ofHours(late));
      if (used.isBefore(first) || used.isAfter(last)) {
        continue;
      }
      for (Sent it : sent(workspace, used)) {
        if (it.hoursLate() == late || (it.twice() && late == 1)) {
          due.add(it.event());
        }
      }
    }
    return due;
  }

  private List<Sent> sent(String workspace, Instant hour) {
    SplittableRandom random = new SplittableRandom(mixed(workspace, hour));
    int busy = Profile.busy(hour.atOffset(ZoneOffset.UTC).getHour());
    Duration apart = Duration.ofHours(1).dividedBy(reportsPerHour);
    List<Sent> events = new ArrayList<>();
    for (int report = 0; report < reportsPerHour; report++) {
      Instant time = hour.plus(apart.multipliedBy(report));
      for (int stream = 0; stream < profile.streams().size(); stream++) {
        Profile.Stream used = profile.streams().get(stream);
        GeneratedEvent event =
            new GeneratedEvent(
                "/usage-generator/" + seed,
                "%s/%s/%d/%d".formatted(workspace, hour, report, stream),
                workspace,
                time,
                used.item(),
                used.measure(),
                used.retention(),
                quantity(used, busy, random));
        int late =
            random.nextInt(PER_MILLE) < LATE_PER_MILLE ? 1 + random.nextInt(LATEST_HOURS) : 0;
        boolean twice = late == 0 && random.nextInt(PER_MILLE) < TWICE_PER_MILLE;
        events.add(new Sent(event, late, twice));
      }
    }
    return events;
  }

  /** Whole numbers all the way, so that a seed says the same on every machine. */
  private long quantity(Profile.Stream used, int busy, SplittableRandom random) {
    int percent = PERCENT - SPREAD_PERCENT + random.nextInt(2 * SPREAD_PERCENT + 1);
    long inTheHour = used.busiest() * busy / PERCENT * percent / PERCENT;
    return used.gauge() ? inTheHour : inTheHour / reportsPerHour;
  }

  private long mixed(String workspace, Instant hour) {
    long mixed = seed;
    for (int at = 0; at < workspace.length(); at++) {
      mixed = 31 * mixed + workspace.charAt(at);
    }
    return 31 * mixed + hour.getEpochSecond();
  }
}
