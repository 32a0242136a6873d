package io.countinghouse.demo.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.generator.GeneratedEvent;
import io.countinghouse.generator.GeneratedUsage;
import io.countinghouse.generator.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsedHoursTests {

  private static final String WORKSPACE = "wksp_0123";
  private static final Instant FIRST = Instant.parse("2026-11-02T16:00:00Z");

  private final GeneratedUsage usage = new GeneratedUsage(1, Profile.ALL_ITEMS, 20);
  private final UsedHours hours = new UsedHours();
  private final List<GeneratedEvent> used = new ArrayList<>();
  private final List<GeneratedEvent> sent = new ArrayList<>();

  private static Instant hour(int number) {
    return FIRST.plus(Duration.ofHours(number));
  }

  /** As time is used: from one hour to before another. */
  private void advance(int from, int to) {
    hours.leftBefore(hour(from)).forEach(this::send);
    for (int at = from; at < to; at++) {
      UsedHours.Sending sending = hours.after(hour(at));
      send(sending);
      hours.sent(sending);
      used.addAll(usage.usedIn(WORKSPACE, hour(at)));
    }
  }

  private void send(UsedHours.Sending it) {
    sent.addAll(usage.sentAfter(WORKSPACE, it.hour(), it.first(), it.last()));
  }

  private Set<GeneratedEvent> notSent(List<GeneratedEvent> events) {
    Set<GeneratedEvent> missing = new HashSet<>(events);
    sent.forEach(missing::remove);
    return missing;
  }

  @Test
  void whatOneAdvanceLeavesIsSentLateInTheNext() {
    for (int at = 0; at < 24; at++) {
      advance(at, at + 1);
    }
    List<GeneratedEvent> over = new ArrayList<>(used);
    advance(24, 30);
    assertThat(notSent(over)).isEmpty();
    List<GeneratedEvent> inOne = new ArrayList<>();
    for (int at = 0; at < 30; at++) {
      inOne.addAll(usage.sentAfter(WORKSPACE, hour(at), hour(0), hour(at)));
    }
    assertThat(sent).isEqualTo(inOne);
  }

  @Test
  void afterTimeWithoutUseTheRestIsSentAndNothingOfThatTime() {
    advance(0, 24);
    List<GeneratedEvent> before = new ArrayList<>(used);
    assertThat(notSent(before)).isNotEmpty();
    advance(26, 40);
    assertThat(notSent(before)).isEmpty();
    assertThat(new HashSet<>(used).containsAll(sent)).isTrue();
    int soFar = sent.size();
    hours.leftBefore(hour(40)).forEach(this::send);
    assertThat(sent).hasSize(soFar);
  }

  @Test
  void whatWouldBeRefusedAsTooOldIsLeft() {
    advance(0, 2);
    assertThat(hours.leftBefore(hour(30 * 24))).isNotEmpty();
    assertThat(hours.leftBefore(hour(31 * 24))).isEmpty();
  }
}
