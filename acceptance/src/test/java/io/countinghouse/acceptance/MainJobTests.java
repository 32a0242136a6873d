package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The whole path in a real browser: subscribe, set up, meter, cancel, lock. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTests {

  private final DemoProcess demo = DemoProcess.start();

  static Stream<Reader> readers() {
    return Stream.of(Reader.CHINESE_AT_A_DESK, Reader.ENGLISH_ON_A_PHONE);
  }

  @AfterAll
  void stop() throws IOException {
    demo.close();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void aCustomerSubscribesUsesPaysAndLeaves(Reader reader) {
    Outside outside = new Outside(demo);
    try (Browser browser = Browser.open(reader)) {
      Customer customer = new Customer("main-job", demo, outside, reader, browser.page());
      customer.subscribe();
      String workspace = customer.register();
      Instant used = outside.now();
      outside.useTheWorkedExample(workspace);

      customer.letAnHourPass();
      customer.letAnHourPass();

      assertThat(customer.billedTotal(used)).isEqualTo("13.40");
      assertThat(outside.billed(customer.awsAccount(), used)).isEqualTo("13.40");

      customer.cancel();
      awaitMails(outside, customer, 3);
      outside.advance(Duration.ofHours(2));

      // What is left of the 14 days, counted down in whole days or hours.
      assertThat(customer.lockOf(workspace)).containsPattern("\\d");
      awaitMails(outside, customer, 5);
      customer.lookAtMails();
      assertThat(customer.billedTotal(used)).isEqualTo("13.40");
    }
  }

  private static void awaitMails(Outside outside, Customer customer, int count) {
    JsonNode mails =
        Awaitility.await(count + " mails to " + customer.email())
            .atMost(Duration.ofSeconds(30))
            .until(() -> outside.mails(customer.email()), sent -> sent.size() >= count);
    assertThat(mails)
        .allSatisfy(mail -> {
          assertThat(mail.path("subject").asString()).isNotBlank();
          assertThat(mail.path("html").asString()).isNotBlank();
        });
  }
}
