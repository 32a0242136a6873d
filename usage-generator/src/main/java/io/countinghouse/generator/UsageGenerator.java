package io.countinghouse.generator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sends made-up usage of workspaces to a server, hour by hour. */
public final class UsageGenerator {

  private final GeneratedUsage usage;
  private final UsageApiClient api;
  private final List<String> workspaces;

  /**
   * @param workspaces their ids
   */
  public UsageGenerator(GeneratedUsage usage, UsageApiClient api, List<String> workspaces) {
    this.usage = usage;
    this.api = api;
    this.workspaces = List.copyOf(workspaces);
  }

  /**
   * Sends what is to be sent after an hour.
   *
   * @param hour its start
   * @param first start of the first hour that there is usage of
   * @param last start of the last one
   * @throws UsageApiClient.NotTakenException if the server does not take it
   * @throws InterruptedException if the thread is to stop
   */
  public UsageApiClient.Taken sendAfter(Instant hour, Instant first, Instant last)
      throws UsageApiClient.NotTakenException, InterruptedException {
    List<GeneratedEvent> events = new ArrayList<>();
    for (String workspace : workspaces) {
      events.addAll(usage.sentAfter(workspace, hour, first, last));
    }
    return api.send(events);
  }

  /**
   * Sends the usage of some hours and what of it is late.
   *
   * @param first the first hour's start
   * @param hours how many, 1 or more
   * @param hoursPerSecond so many hours of usage a second of real time; 0: as fast as it goes
   * @throws UsageApiClient.NotTakenException if the server does not take it
   * @throws InterruptedException if the thread is to stop
   */
  public UsageApiClient.Taken run(Instant first, int hours, int hoursPerSecond)
      throws UsageApiClient.NotTakenException, InterruptedException {
    UsageApiClient.Taken all = UsageApiClient.Taken.NONE;
    Instant last = first.plus(Duration.ofHours(hours - 1L));
    long startedNanos = System.nanoTime();
    for (int at = 0; at < hours + GeneratedUsage.LATEST_HOURS; at++) {
      if (hoursPerSecond > 0) {
        long dueNanos = Duration.ofSeconds(at).toNanos() / hoursPerSecond;
        Thread.sleep(Duration.ofNanos(Math.max(0, dueNanos - (System.nanoTime() - startedNanos))));
      }
      all = all.plus(sendAfter(first.plus(Duration.ofHours(at)), first, last));
    }
    return all;
  }
}
