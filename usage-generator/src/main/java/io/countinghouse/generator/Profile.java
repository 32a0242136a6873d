package io.countinghouse.generator;

import java.util.List;

/**
 * What a workspace of a mid-sized customer uses: every billing item, those that are kept for a time
 * in two retentions.
 *
 * @param streams what is reported
 */
public record Profile(List<Stream> streams) {

  /** Percent of the busiest hour, by the hour of the day in China. */
  private static final int[] DAY = {
    12, 9, 8, 7, 8, 11, 18, 32, 58, 84, 97, 100, 88, 90, 98, 99, 95, 86, 72, 64, 57, 46, 31, 19
  };

  private static final int HOURS_AHEAD = 8;

  public Profile {
    streams = List.copyOf(streams);
  }

  /**
   * One thing that is reported.
   *
   * @param gauge whether the quantity is what there is at that time; else what was used in the hour
   * @param measure empty for the item's default
   * @param retention empty for an item without
   * @param busiest quantity of the busiest hour
   */
  public record Stream(
      String item, String measure, String retention, boolean gauge, long busiest) {}

  /** All items and their measures. */
  public static final Profile ALL_ITEMS =
      new Profile(
          List.of(
              gauge("timeseries", "3d", 6_200),
              gauge("timeseries", "14d", 2_400),
              sum("log", "7d", 180_000),
              sum("log", "30d", 45_000),
              gauge("forward", "", 3_400_000_000L),
              gauge("network", "", 14),
              sum("trace", "3d", 160_000),
              new Stream("trace", "span", "3d", false, 1_900_000),
              sum("profile", "3d", 2_600),
              sum("pv", "3d", 2_100),
              new Stream("pv", "resource", "3d", false, 150_000),
              new Stream("pv", "long_task", "3d", false, 4_000),
              new Stream("pv", "error", "3d", false, 1_200),
              new Stream("pv", "action", "3d", false, 38_000),
              gauge("session", "", 900),
              sum("synthetic", "", 1_400),
              sum("trigger", "", 1_700),
              sum("sms", "", 3)));

  private static Stream gauge(String item, String retention, long busiest) {
    return new Stream(item, "", retention, true, busiest);
  }

  private static Stream sum(String item, String retention, long busiest) {
    return new Stream(item, "", retention, false, busiest);
  }

  /**
   * How busy an hour is.
   *
   * @param hourOfDay in UTC, 0 to 23
   * @return percent of the busiest
   */
  static int busy(int hourOfDay) {
    return DAY[(hourOfDay + HOURS_AHEAD) % DAY.length];
  }
}
