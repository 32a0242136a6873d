package io.countinghouse.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.countinghouse.kernel.SiteId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SitesTests {

  private static SiteSettings.Entry entry(String id, String zone, Site.Method... methods) {
    return new SiteSettings.Entry(
        id,
        "站点",
        "Site",
        Site.Kind.CHINA,
        ZoneId.of(zone),
        Currency.getInstance("CNY"),
        "aws-cn",
        Set.of(methods));
  }

  private static Sites sites(SiteSettings.Entry... entries) {
    return new Sites(new SiteSettings(List.of(entries)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asia/Shanghai", "UTC", "+08:00", "Asia/Singapore", "America/Sao_Paulo"})
  void aZoneWithAFixedWholeHourIsTaken(String zone) {
    assertThat(sites(entry("cn2", zone)).all()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "America/New_York",
        "Europe/Berlin",
        "Asia/Kolkata",
        "+05:30",
        "Asia/Kathmandu",
        "Australia/Lord_Howe"
      })
  void aZoneWithSummerTimeOrHalfHoursIsRefused(String zone) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sites(entry("us9", zone)))
        .withMessageContaining("us9")
        .withMessageContaining(zone);
  }

  @Test
  void aSiteConfiguredTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sites(entry("cn2", "UTC"), entry("cn2", "UTC")))
        .withMessageContaining("cn2");
  }

  @Test
  void theBillingDayIsThatOfTheSitesZone() {
    Site site = sites(entry("cn2", "Asia/Shanghai")).all().getFirst();
    assertThat(site.dayOf(Instant.parse("2026-04-30T16:00:00Z")))
        .isEqualTo(LocalDate.of(2026, 5, 1));
    assertThat(site.dayOf(Instant.parse("2026-04-30T15:59:59.999999Z")))
        .isEqualTo(LocalDate.of(2026, 4, 30));
    assertThat(site.startOf(LocalDate.of(2026, 5, 1)))
        .isEqualTo(Instant.parse("2026-04-30T16:00:00Z"));
  }

  @Test
  void sitesKeepTheirOrderAndAreFoundByMethod() {
    Sites sites =
        sites(
            entry("cn1", "UTC", Site.Method.BILLING_CENTER), entry("cn2", "UTC", Site.Method.AWS));
    assertThat(sites.offering(Site.Method.AWS))
        .extracting(Site::id)
        .containsExactly(new SiteId("cn2"));
    assertThat(sites.find(new SiteId("cn9"))).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> sites.get(new SiteId("cn9")));
  }
}
