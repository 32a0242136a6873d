package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Stopped, killed, started twice, and begun afresh. */
class RestartTests {

  private static final String ACTIVE =
      "SELECT count(*) FROM marketplace.message WHERE state <> 'STORED'";

  @Test
  void aRestartFindsEverythingAndAResetNothing() throws IOException, InterruptedException {
    try (DemoProcess demo = DemoProcess.start()) {
      Outside outside = new Outside(demo);
      Aws aws = new Aws(demo);
      Aws.Sold subscription = aws.sellHolding(Market.CHINA, "Restart Ltd");
      aws.release(subscription);
      awaitApplied(demo);
      outside.advance(Duration.ofDays(1));
      String key = demo.apiKey();
      String password = demo.operatorPassword();
      var time = outside.now();

      DemoProcess.Refusal second = demo.startSecond();
      assertThat(second.exitCode()).isNotZero();
      assertThat(second.said().strip()).startsWith("A demo is already running").hasLineCount(1);

      demo.stop();
      demo.startAgain();
      assertThat(demo.secondsToReady()).isLessThan(120);
      assertThat(demo.apiKey()).isEqualTo(key);
      assertThat(demo.operatorPassword()).isEqualTo(password);
      assertThat(outside.now()).isAfterOrEqualTo(time);
      assertThat(subscriptions(demo, outside)).contains(subscription.agreementId());
      awaitApplied(demo);

      demo.kill();
      demo.startAgain();
      assertThat(subscriptions(demo, outside)).contains(subscription.agreementId());
      awaitApplied(demo);

      demo.kill();
      demo.startAgain("--reset");
      assertThat(demo.apiKey()).isNotEqualTo(key);
      assertThat(subscriptions(demo, outside)).isEqualTo("[]");
      try (DemoDatabase database = DemoDatabase.of(demo)) {
        assertThat(database.column("SELECT count(*) FROM marketplace.message")).isEqualTo("0");
      }
    }
  }

  private static String subscriptions(DemoProcess demo, Outside outside) {
    return outside.get(demo.simulator("/control/subscriptions")).toString();
  }

  /** The one message of this test is stored and was looked at, before and after each restart. */
  private static void awaitApplied(DemoProcess demo) {
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      Awaitility.await("the message is stored and applied")
          .atMost(Duration.ofSeconds(60))
          .until(() -> database.column(ACTIVE).equals("1"));
    }
  }
}
