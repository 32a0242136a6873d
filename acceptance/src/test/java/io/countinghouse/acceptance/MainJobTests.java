package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The whole path in a real browser: subscribe, set up, meter, cancel, lock. */
@ExtendWith(SharedDemo.class)
class MainJobTests {

  private final DemoProcess demo;

  MainJobTests(DemoProcess demo) {
    this.demo = demo;
  }

  @ParameterizedTest
  @MethodSource("stories")
  void aCustomerSubscribesUsesPaysAndLeaves(Market market, Reader reader) {
    Outside outside = new Outside(demo);
    try (Browser browser = Browser.open(reader)) {
      Customer customer = new Customer("main-job", demo, market, reader, browser.page());
      customer.subscribe();
      String workspace = customer.register();
      Instant used = outside.now();
      outside.useTheWorkedExample(workspace);
      assertThat(customer.usageToday(workspace)).contains(market.workedExample());

      customer.letAnHourPass();
      customer.letAnHourPass();

      String account = customer.awsAccount();
      assertThat(customer.billedTotal(used)).isEqualTo(market.workedExample());
      assertThat(new Aws(demo).billed(account, used)).isEqualTo(market.workedExample());

      customer.cancel();
      awaitMails(outside, customer, 3);
      outside.advance(Duration.ofHours(2));

      // What is left of the 14 days, counted down in whole days or hours.
      assertThat(customer.plans().lockOf(workspace)).containsPattern("\\d");
      awaitMails(outside, customer, 5);
      customer.lookAtMails();
      Operator operator = new Operator(demo, reader, browser.page());
      operator.signIn();
      assertThat(operator.agreementOf(account))
          .contains(account, workspace, market.workedExample());
      operator.lookAround();
      assertThat(customer.billedTotal(used)).isEqualTo(market.workedExample());
    }
  }

  /** Each model once, each language and screen once; the tests of crashes have the other pairs. */
  static Stream<Arguments> stories() {
    return Stream.of(
        Arguments.of(Market.CHINA, Reader.CHINESE_AT_A_DESK),
        Arguments.of(Market.OVERSEAS, Reader.ENGLISH_ON_A_PHONE));
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
