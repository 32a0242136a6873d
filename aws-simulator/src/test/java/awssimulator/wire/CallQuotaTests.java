package awssimulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The quota of calls per seller account and region. */
class CallQuotaTests {
  private static final Caller CALLER = new Caller("210987654321", "AKIA", "cn-northwest-1");

  private final AtomicLong nanos = new AtomicLong();
  private final CallQuota quota = new CallQuota(10, nanos::get);

  private int taken(Caller caller) {
    int count = 0;
    try {
      while (count < 100) {
        quota.take(caller, "BatchMeterUsage");
        count++;
      }
    } catch (AwsException e) {
      assertThat(e.type()).isEqualTo("ThrottlingException");
    }
    return count;
  }

  @Test
  void tenCallsAreTakenAtOnceAndNoMore() {
    assertThat(taken(CALLER)).isEqualTo(10);
  }

  @Test
  void aTenthOfASecondGivesOneCallBack() {
    taken(CALLER);
    nanos.addAndGet(Duration.ofMillis(100).toNanos());
    quota.take(CALLER, "BatchMeterUsage");
    assertThatThrownBy(() -> quota.take(CALLER, "BatchMeterUsage"))
        .isInstanceOf(AwsException.class);
  }

  @Test
  void landingsDoNotWaitForMetering() {
    taken(CALLER);
    quota.take(CALLER, "ResolveCustomer");
  }

  @Test
  void aLongRestGivesASecondsCallsAndNoMore() {
    taken(CALLER);
    nanos.addAndGet(Duration.ofDays(1).toNanos());
    assertThat(taken(CALLER)).isEqualTo(10);
  }

  @Test
  void anotherRegionHasItsOwnQuota() {
    taken(CALLER);
    assertThat(taken(new Caller("210987654321", "AKIA", "us-east-1"))).isEqualTo(10);
  }
}
