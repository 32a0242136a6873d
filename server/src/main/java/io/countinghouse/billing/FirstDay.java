package io.countinghouse.billing;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.site.Sites;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** From which billing day on prices may still change. */
@Component
class FirstDay {

  /** A transaction is shorter. */
  private static final Duration DECISION_MAX = Duration.ofMinutes(1);

  private final Sites sites;
  private final BusinessClock clock;

  FirstDay(Sites sites, BusinessClock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  /** The first billing day that has begun at no site, nor does before what is decided now holds. */
  LocalDate notBegun() {
    return today(clock.now().plus(DECISION_MAX))
        .max(Comparator.naturalOrder())
        .orElseThrow()
        .plusDays(1);
  }

  /** The first billing day that is not over at every site. */
  LocalDate notOver() {
    return today(clock.now()).min(Comparator.naturalOrder()).orElseThrow();
  }

  private Stream<LocalDate> today(Instant now) {
    return sites.all().stream().map(site -> site.dayOf(now));
  }
}
