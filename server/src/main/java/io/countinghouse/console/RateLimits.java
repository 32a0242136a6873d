package io.countinghouse.console;

import io.countinghouse.identity.Attempts;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Keeps callers from trying things out, by wall time. What guards passwords and codes is counted
 * over all nodes; the rest in the memory of this one, where those that have been quiet the longest
 * are forgotten when there are more callers than room.
 */
@Component
@EnableConfigurationProperties(ConsoleSettings.class)
class RateLimits {

  private static final Logger log = LoggerFactory.getLogger(RateLimits.class);
  private static final int CALLERS_MAX = 50_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final int NETWORK_BYTES = 8;

  /** An account takes so many times the tries of one network, from all together. */
  private static final int NETWORKS_AT_ONCE = 10;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** What is limited. */
  enum Limit {
    LANDING,
    USERNAME_CHECK,
    CODE,
    TEXT,
    ACCOUNT_SIGN_IN,
    ACCOUNT_SIGN_IN_ANYWHERE,
    ADDRESS_SIGN_IN
  }

  private record Key(Limit limit, String caller) {}

  private static final class Buckets extends LinkedHashMap<Key, Bucket> {

    private static final long serialVersionUID = 1L;

    Buckets() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Bucket> eldest) {
      return size() > CALLERS_MAX;
    }
  }

  private final Map<Key, Bucket> buckets = new Buckets();
  private final ConsoleSettings settings;
  private final TimeMeter wallTime;
  private final Attempts attempts;

  RateLimits(ConsoleSettings settings, Clock wallClock, Attempts attempts) {
    this.settings = settings;
    this.attempts = attempts;
    this.wallTime = new WallTime(wallClock);
  }

  private record WallTime(Clock clock) implements TimeMeter {

    @Override
    public long currentTimeNanos() {
      Instant now = clock.instant();
      return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }

  /**
   * Takes one from what a caller has left.
   *
   * @throws TooManyRequestsException if nothing is left
   */
  void take(Limit limit, String caller) {
    Optional<Duration> wait =
        switch (limit) {
          case LANDING -> here(limit, caller, settings.landingsPerMinute());
          case USERNAME_CHECK -> here(limit, caller, settings.usernameChecksPerMinute());
          case CODE -> everywhere(limit, caller, settings.codesPerHour(), HOUR);
          case TEXT -> everywhere(limit, caller, settings.textsPerHour(), HOUR);
          case ACCOUNT_SIGN_IN -> everywhere(limit, caller, settings.signInsPerAccount(), QUARTER);
          case ACCOUNT_SIGN_IN_ANYWHERE ->
              everywhere(limit, caller, NETWORKS_AT_ONCE * settings.signInsPerAccount(), QUARTER);
          case ADDRESS_SIGN_IN -> everywhere(limit, caller, settings.signInsPerAddress(), QUARTER);
        };
    if (wait.isPresent()) {
      log.warn("limit {} is used up", limit);
      throw new TooManyRequestsException(limit, wait.get());
    }
  }

  private Optional<Duration> everywhere(Limit limit, String caller, int times, Duration period) {
    return attempts.take(limit.name(), caller, times, period);
  }

  private Optional<Duration> here(Limit limit, String caller, int timesPerMinute) {
    ConsumptionProbe probe =
        bucket(new Key(limit, caller), timesPerMinute).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  /** Takes one from what the address of a request has left. */
  void take(Limit limit, HttpServletRequest request) {
    take(limit, networkOf(request.getRemoteAddr()));
  }

  /**
   * Takes one attempt to sign in from what the address has left, and the account by that address:
   * who guesses from elsewhere does not lock its owner out. From everywhere together it has a limit
   * too.
   */
  void takeSignIn(HttpServletRequest request, String place, String name) {
    take(Limit.ADDRESS_SIGN_IN, request);
    String account = place + " " + name.strip().toLowerCase(Locale.ROOT);
    take(Limit.ACCOUNT_SIGN_IN, account + " " + networkOf(request.getRemoteAddr()));
    take(Limit.ACCOUNT_SIGN_IN_ANYWHERE, account);
  }

  private Bucket bucket(Key key, int timesPerMinute) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(
          key,
          _ ->
              Bucket.builder()
                  .withCustomTimePrecision(wallTime)
                  .addLimit(
                      Bandwidth.builder()
                          .capacity(timesPerMinute)
                          .refillGreedy(timesPerMinute, MINUTE)
                          .build())
                  .build());
    }
  }

  /** Who has one IPv6 address has billions: so its network counts. */
  static String networkOf(String address) {
    if (!(InetAddress.ofLiteral(address) instanceof Inet6Address ipv6)) {
      return address;
    }
    return HexFormat.of().formatHex(Arrays.copyOf(ipv6.getAddress(), NETWORK_BYTES));
  }
}
