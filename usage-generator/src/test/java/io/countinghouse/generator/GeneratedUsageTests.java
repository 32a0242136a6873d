package io.countinghouse.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratedUsageTests {

  private static final String WORKSPACE = "wksp_0123";
  private static final Instant FIRST = Instant.parse("2026-11-02T16:00:00Z");
  private static final int HOURS = 48;
  private static final Instant LAST = FIRST.plus(Duration.ofHours(HOURS - 1L));

  private static GeneratedUsage seeded(long seed) {
    return new GeneratedUsage(seed, Profile.ALL_ITEMS, 4);
  }

  /** What is sent, in the order in which it is. */
  private static List<GeneratedEvent> sent(GeneratedUsage usage) {
    List<GeneratedEvent> sent = new ArrayList<>();
    for (int hour = 0; hour < HOURS + GeneratedUsage.LATEST_HOURS; hour++) {
      sent.addAll(usage.sentAfter(WORKSPACE, FIRST.plus(Duration.ofHours(hour)), FIRST, LAST));
    }
    return sent;
  }

  private static List<GeneratedEvent> used(GeneratedUsage usage) {
    List<GeneratedEvent> used = new ArrayList<>();
    for (int hour = 0; hour < HOURS; hour++) {
      used.addAll(usage.usedIn(WORKSPACE, FIRST.plus(Duration.ofHours(hour))));
    }
    return used;
  }

  @Test
  void theSameSeedSendsTheSameInTheSameOrder() {
    assertThat(sent(seeded(7))).isEqualTo(sent(seeded(7)));
    assertThat(used(seeded(7)))
        .extracting(GeneratedEvent::quantity)
        .isNotEqualTo(used(seeded(8)).stream().map(GeneratedEvent::quantity).toList());
  }

  @Test
  void aSeedSaysTheSameOnEveryMachine() {
    assertThat(seeded(7).usedIn(WORKSPACE, FIRST).subList(0, 3))
        .extracting(it -> it.item() + " " + it.retention() + " " + it.quantity())
        .containsExactly("timeseries 3d 706", "timeseries 14d 316", "log 7d 5076");
  }

  @Test
  void everythingUsedIsSentSomeOfItLateAndSomeTwice() {
    List<GeneratedEvent> used = used(seeded(7));
    List<GeneratedEvent> sent = sent(seeded(7));
    Set<String> ids = used.stream().map(GeneratedEvent::id).collect(Collectors.toSet());
    assertThat(ids).hasSize(used.size());
    assertThat(new HashSet<>(sent)).isEqualTo(new HashSet<>(used));
    assertThat(sent.size() - used.size()).isBetween(used.size() / 200, used.size() / 50);
    List<GeneratedEvent> onTime = seeded(7).sentAfter(WORKSPACE, FIRST, FIRST, LAST);
    assertThat(seeded(7).usedIn(WORKSPACE, FIRST)).containsAll(onTime);
    assertThat(sent)
        .isNotEqualTo(sent.stream().sorted(Comparator.comparing(GeneratedEvent::time)).toList());
  }

  @Test
  void everyItemIsUsedAndMoreByDayThanByNight() {
    assertThat(used(seeded(7)).stream().map(GeneratedEvent::item).distinct())
        .containsExactlyInAnyOrder(
            "timeseries",
            "log",
            "forward",
            "network",
            "trace",
            "profile",
            "pv",
            "session",
            "synthetic",
            "trigger",
            "sms");
    assertThat(logsIn(Instant.parse("2026-11-03T03:00:00Z")))
        .isGreaterThan(5 * logsIn(Instant.parse("2026-11-02T19:00:00Z")));
  }

  private static long logsIn(Instant hour) {
    return seeded(7).usedIn(WORKSPACE, hour).stream()
        .filter(it -> it.item().equals("log"))
        .mapToLong(GeneratedEvent::quantity)
        .sum();
  }

  @Test
  void anHoursUseIsSpreadOverItsReports() {
    long seldom = new GeneratedUsage(7, Profile.ALL_ITEMS, 1).usedIn(WORKSPACE, FIRST).size();
    assertThat(seeded(7).usedIn(WORKSPACE, FIRST)).hasSize((int) (4 * seldom));
    assertThatThrownBy(() -> new GeneratedUsage(7, Profile.ALL_ITEMS, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
