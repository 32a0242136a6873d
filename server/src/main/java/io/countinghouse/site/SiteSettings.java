package io.countinghouse.site;

import io.countinghouse.kernel.SiteId;
import jakarta.validation.constraints.NotEmpty;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** The configured sites. */
@Validated
@ConfigurationProperties(prefix = "countinghouse.site", ignoreUnknownFields = false)
record SiteSettings(@NotEmpty List<Entry> sites) {

  private static final int SECONDS_PER_HOUR = 3600;

  /** A zone that changed its offset before this has a fixed one for all that is ever billed. */
  private static final Instant BEFORE_ALL_BILLING = Instant.parse("2025-01-01T00:00:00Z");

  /** One site; see {@link Site}. */
  record Entry(
      String id,
      String nameZh,
      String nameEn,
      Site.Kind kind,
      ZoneId zone,
      Currency currency,
      String partition,
      Set<Site.Method> methods) {

    Site site() {
      if (!zone.getRules().isFixedOffset()
          && !zone.getRules().getTransitions().isEmpty()
          && zone.getRules().nextTransition(BEFORE_ALL_BILLING) != null) {
        throw refused();
      }
      if (zone.getRules().getOffset(BEFORE_ALL_BILLING).getTotalSeconds() % SECONDS_PER_HOUR != 0) {
        throw refused();
      }
      return new Site(new SiteId(id), nameZh, nameEn, kind, zone, currency, partition, methods);
    }

    private IllegalArgumentException refused() {
      return new IllegalArgumentException(
          "Site %s: the zone %s has no fixed whole-hour offset; billing days need one"
              .formatted(id, zone));
    }
  }
}
