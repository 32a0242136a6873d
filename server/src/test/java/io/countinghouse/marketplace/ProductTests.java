package io.countinghouse.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hours AWS still takes (facts, C1). */
class ProductTests {

  @ParameterizedTest
  @CsvSource({
    "aws-cn, 2026-05-12T10:59:59Z, 2026-05-12T04:00:00Z",
    "aws-cn, 2026-06-01T03:00:00Z, 2026-05-31T21:00:00Z",
    "aws, 2026-05-12T10:59:59Z, 2026-05-11T10:00:00Z",
    "aws, 2026-06-01T05:59:59Z, 2026-05-31T05:00:00Z",
    "aws, 2026-06-01T06:00:00Z, 2026-06-01T00:00:00Z",
    "aws, 2026-06-01T23:30:00Z, 2026-06-01T00:00:00Z",
    "aws, 2026-06-02T05:30:00Z, 2026-06-01T05:00:00Z",
  })
  void hoursAreTakenByAgeAndUntilTheMonthsCut(String partition, String now, String oldest) {
    assertThat(product(partition, null, null).oldestTaken(Instant.parse(now)).start())
        .isEqualTo(Instant.parse(oldest));
  }

  @Test
  void bothLimitsAreSettings() {
    Instant now = Instant.parse("2026-06-01T02:30:00Z");
    Product product = product("aws-cn", Duration.ofHours(1), Duration.ofHours(3));
    assertThat(product.oldestTaken(now).start()).isEqualTo(Instant.parse("2026-06-01T01:00:00Z"));
    assertThat(product.cutOfMonth(now)).contains(Instant.parse("2026-06-01T03:00:00Z"));
    assertThat(product("aws-cn", null, null).cutOfMonth(now)).isEmpty();
  }

  private static Product product(
      String partition, @Nullable Duration window, @Nullable Duration cut) {
    URI somewhere = URI.create("http://127.0.0.1/");
    return new Product(
        "guance",
        "p",
        "观测云",
        "Guance",
        partition,
        "us-east-1",
        Product.Model.LEGACY,
        Currency.getInstance("USD"),
        List.of("fee"),
        Map.of(),
        new BigDecimal("0.01"),
        null,
        null,
        somewhere,
        null,
        null,
        null,
        somewhere,
        somewhere,
        window,
        cut,
        Duration.ofMinutes(60));
  }
}
