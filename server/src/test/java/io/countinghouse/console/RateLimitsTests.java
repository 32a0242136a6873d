package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.console.RateLimits.Limit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class RateLimitsTests {

  private final Wall wall = new Wall();
  private final RateLimits limits = new RateLimits(new ConsoleSettings(2, 2, 3, 100), wall);

  private static final class Wall extends Clock {
    private Instant now = Instant.parse("2026-05-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void aCallerWhoUsedItsShareUpWaitsAndOthersDoNot() {
    limits.take(Limit.LANDING, "a");
    limits.take(Limit.LANDING, "a");
    assertThatExceptionOfType(TooManyRequestsException.class)
        .isThrownBy(() -> limits.take(Limit.LANDING, "a"))
        .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(30)));
    assertThatCode(() -> limits.take(Limit.LANDING, "b")).doesNotThrowAnyException();
    assertThatCode(() -> limits.take(Limit.CODE, "a")).doesNotThrowAnyException();
    wall.now = wall.now.plusSeconds(30);
    assertThatCode(() -> limits.take(Limit.LANDING, "a")).doesNotThrowAnyException();
  }

  @Test
  void attemptsAtAnAccountCountFromWhereverTheyCome() {
    for (int i = 0; i < 3; i++) {
      limits.takeSignIn(from("192.0.2." + i), "cn2", "Li ");
    }
    assertThatExceptionOfType(TooManyRequestsException.class)
        .isThrownBy(() -> limits.takeSignIn(from("192.0.2.9"), "cn2", "li"));
    assertThatCode(() -> limits.takeSignIn(from("192.0.2.9"), "us1", "li"))
        .doesNotThrowAnyException();
  }

  @Test
  void theAddressesOfAnIpv6NetworkAreOneCaller() {
    assertThat(RateLimits.networkOf("2001:db8:1:2::1"))
        .isEqualTo(RateLimits.networkOf("2001:db8:1:2:ffff::9"))
        .isNotEqualTo(RateLimits.networkOf("2001:db8:1:3::1"));
    assertThat(RateLimits.networkOf("192.0.2.1")).isEqualTo("192.0.2.1");
  }

  private static MockHttpServletRequest from(String address) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(address);
    return request;
  }
}
