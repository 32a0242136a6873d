package io.countinghouse.demo.clock;

import io.countinghouse.generator.GeneratedUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The hours reported as used. Those that follow each other are one stretch, over however many
 * advances: what one advance leaves to be sent late is due in the next.
 */
final class UsedHours {

  private static final Duration HOUR = Duration.ofHours(1);

  /** Older usage than of 35 days the server refuses by default. */
  private static final Duration TOO_OLD = Duration.ofDays(30);

  private @Nullable Stretch stretch;

  private record Stretch(Instant first, Instant last) {}

  /** What is due after an hour, of the usage of some hours. */
  record Sending(Instant hour, Instant first, Instant last) {}

  /** What is due after an hour that is used. */
  Sending after(Instant hour) {
    Stretch before = stretch;
    return new Sending(hour, before != null && meets(before, hour) ? before.first() : hour, hour);
  }

  /** Notes that what was due after an hour is sent. */
  void sent(Sending sending) {
    stretch = new Stretch(sending.first(), sending.last());
  }

  /** What is left of the hours before, if they do not lead up to an hour. */
  List<Sending> leftBefore(Instant hour) {
    Stretch before = stretch;
    if (before == null
        || meets(before, hour)
        || Duration.between(before.last(), hour).compareTo(TOO_OLD) > 0) {
      return List.of();
    }
    return IntStream.rangeClosed(1, GeneratedUsage.LATEST_HOURS)
        .mapToObj(late ->
            new Sending(before.last().plus(HOUR.multipliedBy(late)), before.first(), before.last()))
        .toList();
  }

  private static boolean meets(Stretch before, Instant hour) {
    return !hour.isAfter(before.last().plus(HOUR));
  }
}
