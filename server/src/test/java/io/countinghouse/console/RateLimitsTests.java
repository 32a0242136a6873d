package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.console.RateLimits.Limit;
import io.countinghouse.identity.AccountsTest;
import io.countinghouse.identity.Attempts;
import io.countinghouse.identity.WallClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

@AccountsTest
class RateLimitsTests {

  @Autowired private Attempts attempts;
  @Autowired private WallClock wall;

  private RateLimits limits;

  @BeforeEach
  void limits() {
    limits = limitsOfANode();
  }

  private RateLimits limitsOfANode() {
    return new RateLimits(
        new ConsoleSettings(2, 2, 1, 3, 100, 60, Duration.ofHours(24), "", "", "{token}"),
        wall,
        attempts);
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
    limits.take(Limit.TEXT, "a");
    assertThatExceptionOfType(TooManyRequestsException.class)
        .isThrownBy(() -> limits.take(Limit.TEXT, "a"));
    wall.advance(Duration.ofSeconds(30));
    assertThatCode(() -> limits.take(Limit.LANDING, "a")).doesNotThrowAnyException();
  }

  @Test
  void whoGuessesDoesNotLockOutWhoComesFromElsewhere() {
    for (int i = 0; i < 3; i++) {
      limits.takeSignIn(from("192.0.2.1"), "cn2", "Li ");
    }
    assertThatExceptionOfType(TooManyRequestsException.class)
        .isThrownBy(() -> limitsOfANode().takeSignIn(from("192.0.2.1"), "cn2", "li"));
    assertThatCode(() -> limits.takeSignIn(from("192.0.2.1"), "us1", "li"))
        .doesNotThrowAnyException();
    assertThatCode(() -> limits.takeSignIn(from("192.0.2.9"), "cn2", "li"))
        .doesNotThrowAnyException();
  }

  @Test
  void attemptsAtAnAccountCountFromWhereverTheyCome() {
    for (int i = 0; i < 30; i++) {
      limits.takeSignIn(from("198.51.100." + i), "cn2", "Wang ");
    }
    assertThatExceptionOfType(TooManyRequestsException.class)
        .isThrownBy(() -> limitsOfANode().takeSignIn(from("198.51.100.99"), "cn2", "wang"));
    assertThatCode(() -> limits.takeSignIn(from("198.51.100.99"), "us1", "wang"))
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
