package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two customers cancel: one has somebody pay again at once, the other when all is cleared. */
@ExtendWith(SharedDemo.class)
class LocksTests {

  private final DemoProcess demo;

  LocksTests(DemoProcess demo) {
    this.demo = demo;
  }

  @Test
  void whoActsInTimeKeepsAllAndWhoDoesNotStartsEmpty() {
    Outside outside = new Outside(demo);
    try (Browser desk = Browser.open(Reader.CHINESE_AT_A_DESK);
        Browser phone = Browser.open(Reader.ENGLISH_ON_A_PHONE)) {
      Customer quick =
          new Customer("locks-quick", demo, Market.CHINA, Reader.CHINESE_AT_A_DESK, desk.page());
      Customer slow =
          new Customer("locks-slow", demo, Market.CHINA, Reader.ENGLISH_ON_A_PHONE, phone.page());
      quick.subscribe();
      String kept = quick.register();
      slow.subscribe();
      String lost = slow.register();
      quick.cancel();
      slow.cancel();
      outside.advance(Duration.ofHours(2));
      assertThat(quick.lockOf(kept)).containsPattern("13");
      quick.letTheBillingAccountPay(kept);

      outside.advance(Duration.ofDays(7));
      awaitMail(outside, slow, "will be deleted|将于");
      outside.advance(Duration.ofDays(8));

      assertThat(slow.lockOf(lost)).contains("fully locked");
      slow.letTheBillingAccountPay(lost);
      assertThat(slow.planOf(lost)).contains("Open");
      assertThat(quick.planOf(kept)).doesNotContain("锁定");
      assertThat(subjects(outside, quick)).noneMatch(it -> it.contains("清除"));
    }
  }

  private static void awaitMail(Outside outside, Customer customer, String subject) {
    Awaitility.await("a mail about " + subject)
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            subjects(outside, customer).stream()
                .anyMatch(it -> it.matches(".*(" + subject + ").*")));
  }

  private static List<String> subjects(Outside outside, Customer customer) {
    return StreamSupport.stream(outside.mails(customer.email()).spliterator(), false)
        .map(mail -> mail.path("subject").asString())
        .toList();
  }
}
