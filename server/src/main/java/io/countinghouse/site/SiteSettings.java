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
          && zone.getRules().nextTransition(Instant.EPOCH.plusSeconds(1_000_000_000L)) != null) {
        throw refused();
      }
      if (zone.getRules().getOffset(Instant.EPOCH.plusSeconds(1_000_000_000L)).getTotalSeconds()
              % SECONDS_PER_HOUR
          != 0) {
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
