package awssimulator.wire;

import awssimulator.settings.SimulatorSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The quota of calls of an operation per seller account and region (facts §4.1): a bucket that
 * holds one second's calls and fills at that rate, in wall time. Thread-safe.
 */
@Component
class CallQuota {
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private final long callsPerSecond;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets = new HashMap<>();

  /** Filling is counted in calls times nanoseconds, so that nothing is rounded. */
  private static final class Bucket {
    private long content;
    private long at;
  }

  @Autowired
  CallQuota(SimulatorSettings settings) {
    this(settings.callsPerSecond(), System::nanoTime);
  }

  CallQuota(int callsPerSecond, LongSupplier nanos) {
    this.callsPerSecond = callsPerSecond;
    this.nanos = nanos;
  }

  /**
   * Counts a call.
   *
   * @throws AwsException ThrottlingException if the quota is used up
   */
  synchronized void take(Caller caller, String operation) {
    long now = nanos.getAsLong();
    Bucket bucket =
        buckets.computeIfAbsent(
            caller.sellerAccountId() + "|" + caller.region() + "|" + operation,
            _ -> {
              Bucket full = new Bucket();
              full.content = callsPerSecond * NANOS_A_SECOND;
              full.at = now;
              return full;
            });
    long passed = Math.min(now - bucket.at, NANOS_A_SECOND);
    bucket.content =
        Math.min(bucket.content + passed * callsPerSecond, callsPerSecond * NANOS_A_SECOND);
    bucket.at = now;
    if (bucket.content < NANOS_A_SECOND) {
      throw exceeded();
    }
    bucket.content -= NANOS_A_SECOND;
  }

  static AwsException exceeded() {
    return AwsException.of("ThrottlingException", "Rate exceeded");
  }
}
