package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AskersTests {

  private final Askers askers = new Askers();

  @Test
  @Timeout(60)
  void whoStopsWaitsUntilAllHaveLeft() throws Exception {
    List<String> happened = Collections.synchronizedList(new ArrayList<>());
    askers.enter();
    askers.enter();
    askers.leave();
    Thread stopping =
        Thread.ofPlatform()
            .start(() -> {
              askers.awaitNone(Duration.ofMinutes(5));
              happened.add("stopped");
            });
    while (stopping.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    happened.add("answered");
    askers.leave();
    stopping.join();
    assertThat(happened).containsExactly("answered", "stopped");
  }

  @Test
  @Timeout(60)
  void whoNeverLeavesIsNotWaitedForForEver() {
    askers.enter();
    askers.awaitNone(Duration.ofMillis(20));
    askers.leave();
    askers.awaitNone(Duration.ofMinutes(5));
  }
}
