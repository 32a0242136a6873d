package io.countinghouse.console;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Keeps callers from trying things out. Counted in the memory of this node, by wall time; when
 * there are more callers than room, those that have been quiet the longest are forgotten.
 */
@Component
@EnableConfigurationProperties(ConsoleSettings.class)
class RateLimits {

  private static final Logger log = LoggerFactory.getLogger(RateLimits.class);
  private static final int CALLERS_MAX = 50_000;
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final int NETWORK_BYTES = 8;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** What is limited. */
  enum Limit {
    LANDING,
    CODE,
    ACCOUNT_SIGN_IN,
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

  RateLimits(ConsoleSettings settings, Clock wallClock) {
    this.settings = settings;
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
    ConsumptionProbe probe = bucket(new Key(limit, caller)).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
      log.warn("limit {} is used up", limit);
      throw new TooManyRequestsException(limit, wait);
    }
  }

  /** Takes one from what the address of a request has left. */
  void take(Limit limit, HttpServletRequest request) {
    take(limit, networkOf(request.getRemoteAddr()));
  }

  /** Takes one attempt to sign in from what the account and the address have left. */
  void takeSignIn(HttpServletRequest request, String place, String name) {
    take(Limit.ADDRESS_SIGN_IN, request);
    take(Limit.ACCOUNT_SIGN_IN, place + " " + name.strip().toLowerCase(Locale.ROOT));
  }

  private Bucket bucket(Key key) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(
          key,
          it ->
              Bucket.builder()
                  .withCustomTimePrecision(wallTime)
                  .addLimit(bandwidth(it.limit()))
                  .build());
    }
  }

  private Bandwidth bandwidth(Limit limit) {
    return switch (limit) {
      case LANDING -> bandwidth(settings.landingsPerMinute(), Duration.ofMinutes(1));
      case CODE -> bandwidth(settings.codesPerHour(), Duration.ofHours(1));
      case ACCOUNT_SIGN_IN -> bandwidth(settings.signInsPerAccount(), QUARTER);
      case ADDRESS_SIGN_IN -> bandwidth(settings.signInsPerAddress(), QUARTER);
    };
  }

  private static Bandwidth bandwidth(int times, Duration period) {
    return Bandwidth.builder().capacity(times).refillGreedy(times, period).build();
  }

  /** Who has one IPv6 address has billions: so its network counts. */
  static String networkOf(String address) {
    if (!(InetAddress.ofLiteral(address) instanceof Inet6Address ipv6)) {
      return address;
    }
    return HexFormat.of().formatHex(Arrays.copyOf(ipv6.getAddress(), NETWORK_BYTES));
  }
}
