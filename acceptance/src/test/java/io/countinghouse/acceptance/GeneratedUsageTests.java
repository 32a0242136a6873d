package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's way: subscribe, register, tick that the workspaces are used, and look at it. */
class GeneratedUsageTests {

  private static final int LAST_HOUR = 23;
  private static final Duration SET_UP_MAX = Duration.ofMinutes(10);

  /** Of its own: it uses the workspaces of all others, too. */
  private static final DemoProcess DEMO = DemoProcess.start();

  @AfterAll
  static void stop() throws IOException {
    DEMO.close();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void whatIsMadeUpComesByTheUsageApiAndIsOnTheUsagePage(Reader reader) {
    try (Browser browser = Browser.open(reader)) {
      Page page = browser.page();
      Customer customer = new Customer("generated-usage", DEMO, Market.CHINA, reader, page);
      beTheNextHourOfTheSameDay();
      customer.subscribe();
      String workspace = customer.register();
      customer.useForAnHour();

      assertThat(customer.usageToday(workspace)).containsPattern("[1-9]").contains("CNY");
      assertThat(page.locator("#today-table tbody tr").count()).isGreaterThan(5);
    }
  }

  /** The page is read an hour later, and shows the day of the site. */
  private static void beTheNextHourOfTheSameDay() {
    Outside outside = new Outside(DEMO);
    Instant now = outside.now();
    if (hourOfSite(now) == LAST_HOUR || hourOfSite(now.plus(SET_UP_MAX)) == LAST_HOUR) {
      outside.advance(Duration.ofHours(1).plus(SET_UP_MAX));
    }
  }

  private static int hourOfSite(Instant time) {
    return time.atZone(ZoneId.of("Asia/Shanghai")).getHour();
  }

  static Stream<Reader> readers() {
    return Stream.of(Reader.CHINESE_AT_A_DESK, Reader.ENGLISH_ON_A_PHONE);
  }
}
