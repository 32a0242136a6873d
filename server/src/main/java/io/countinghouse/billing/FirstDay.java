package io.countinghouse.billing;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.site.Sites;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import org.springframework.stereotype.Component;

/** From which billing day on prices may still change. */
@Component
class FirstDay {

  private final Sites sites;
  private final BusinessClock clock;

  FirstDay(Sites sites, BusinessClock clock) {
    this.sites = sites;
    this.clock = clock;
  }

  /** The first billing day that has begun at no site. */
  LocalDate notBegun() {
    Instant now = clock.now();
    return sites.all().stream()
        .map(site -> site.dayOf(now))
        .max(Comparator.naturalOrder())
        .orElseThrow()
        .plusDays(1);
  }
}
