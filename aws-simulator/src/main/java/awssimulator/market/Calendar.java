package awssimulator.market;

import awssimulator.market.Agreement.State;
import awssimulator.settings.ProductSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** When the clock next has something to do with an agreement. */
final class Calendar {
  /** Before how many days an end is announced (facts §3.3). */
  private static final List<Integer> ANNOUNCED_DAYS = List.of(180, 120, 90, 60, 30);

  private Calendar() {}

  /** A notice to the proposer that an agreement ends or is renewed. */
  sealed interface Notice {
    /** When it is given. */
    Instant at();

    /** The end is so many days away. */
    record Ending(Instant at, int days) implements Notice {}

    /** The renewal can no longer be switched off. */
    record RenewalUpcoming(Instant at) implements Notice {}
  }

  /** The next moment, if any. */
  static Optional<Instant> nextDue(Agreement a, ProductSettings product) {
    return switch (a.state()) {
      case PENDING, ACTIVE -> nextOfLiving(a, product);
      case ENDING ->
          Stream.of(a.life().deprovisionAt(), a.windowEndsAt())
              .filter(Objects::nonNull)
              .min(Instant::compareTo);
      case ENDED, FAILED -> Optional.empty();
    };
  }

  private static Optional<Instant> nextOfLiving(Agreement a, ProductSettings product) {
    if (!a.life().paid()) {
      return Optional.empty();
    }
    if (a.life().startedAt() == null) {
      return Optional.of(a.startAt());
    }
    return Stream.concat(
            Stream.of(a).map(Agreement::endAt).filter(Objects::nonNull),
            notices(a, product).stream().map(Notice::at))
        .min(Instant::compareTo);
  }

  /**
   * The notices not given yet, earliest first. Only the proposer of an offer gets them, and only in
   * the concurrent model.
   */
  static List<Notice> notices(Agreement a, ProductSettings product) {
    Instant end = a.endAt();
    boolean told = product.concurrent() && a.terms().reseller() == null;
    if (!told || end == null || a.state() != State.ACTIVE) {
      return List.of();
    }
    List<Notice> notices = new ArrayList<>();
    for (int days : ANNOUNCED_DAYS) {
      notices.add(new Notice.Ending(end.minus(days, ChronoUnit.DAYS), days));
    }
    if (a.terms().renewal().enabled()) {
      notices.add(new Notice.RenewalUpcoming(end.minus(product.renewalLockout())));
    }
    return notices.stream()
        .filter(n -> n.at().isAfter(a.marks().noticedUntil()))
        .sorted((x, y) -> x.at().compareTo(y.at()))
        .toList();
  }

  /** The end of a renewed agreement: as many months later if the term was whole months. */
  static Instant renewedEnd(Instant start, Instant end) {
    LocalDateTime from = LocalDateTime.ofInstant(start, ZoneOffset.UTC);
    LocalDateTime to = LocalDateTime.ofInstant(end, ZoneOffset.UTC);
    long months = ChronoUnit.MONTHS.between(from, to);
    return from.plusMonths(months).equals(to)
        ? to.plusMonths(months).toInstant(ZoneOffset.UTC)
        : end.plus(Duration.between(start, end));
  }
}
