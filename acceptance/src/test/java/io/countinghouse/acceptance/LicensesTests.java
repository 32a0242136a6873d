package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several agreements of one AWS account: each is charged for its own workspaces, to its end. */
@ExtendWith(SharedDemo.class)
class LicensesTests {

  /** A million log lines kept for seven days cost 0.4 USD: 40 units. */
  private static final long MILLION = 1_000_000;

  private static final long UNITS_PER_MILLION = 40;

  private final DemoProcess demo;
  private final Aws aws;
  private final Outside outside;

  LicensesTests(DemoProcess demo) {
    this.demo = demo;
    this.aws = new Aws(demo);
    this.outside = new Outside(demo);
  }

  /** One agreement, who set it up, and the workspace it pays for. */
  private record Settled(Aws.Sold sold, PlainBrowser customer, String workspace) {

    String agreement() {
      return sold.agreementId();
    }

    boolean isLocked() {
      return customer.isLocked(workspace);
    }
  }

  private Settled settled(String account) {
    Aws.Sold sold = aws.sell(Market.OVERSEAS, account);
    PlainBrowser customer = new PlainBrowser(demo);
    Settled settled = new Settled(sold, customer, customer.setUp(sold, Market.OVERSEAS));
    Awaitility.await("AWS has confirmed " + sold.agreementId())
        .atMost(Duration.ofSeconds(30))
        .until(() -> !customer.planOf(settled.workspace()).contains("Free plan"));
    return settled;
  }

  @Test
  void eachAgreementOfTwoAccountsPaysForItsOwnWorkspaceThroughRenewalReplacementAndEnd() {
    String one = aws.account("Two Licences Ltd");
    String other = aws.account("Two More Licences Ltd");
    Settled first = settled(one);
    Settled second = settled(one);
    Settled third = settled(other);
    Settled fourth = settled(other);

    List<Settled> all = List.of(first, second, third, fourth);
    Instant used = outside.now();
    for (int i = 0; i < all.size(); i++) {
      outside.log(all.get(i).workspace(), (i + 1) * MILLION);
    }
    outside.advance(Duration.ofHours(2));
    for (int i = 0; i < all.size(); i++) {
      assertCharged(all.get(i).agreement(), i + 1);
    }
    assertThat(aws.billed(one, used)).isEqualTo("1.20");
    assertThat(aws.billed(other, used)).isEqualTo("2.80");

    String renewed = aws.renew(first.agreement(), outside.now().plus(Duration.ofDays(365)));
    String replacing = aws.replace(third.agreement());
    awaitHandOver(first);
    awaitHandOver(third);
    outside.log(first.workspace(), 5 * MILLION);
    outside.log(third.workspace(), 6 * MILLION);
    outside.advance(Duration.ofHours(2));
    assertCharged(first.agreement(), 1);
    assertCharged(renewed, 5);
    assertCharged(third.agreement(), 3);
    assertCharged(replacing, 6);

    aws.cancel(second.agreement());
    outside.advance(Duration.ofMinutes(70));
    assertThat(all.stream().filter(Settled::isLocked)).containsExactly(second);
    assertCharged(second.agreement(), 2);
    assertCharged(fourth.agreement(), 4);
  }

  private void assertCharged(String agreement, long millions) {
    assertThat(aws.charged(agreement)).as(agreement).isEqualTo(millions * UNITS_PER_MILLION);
  }

  private static void awaitHandOver(Settled settled) {
    Awaitility.await("the workspace of " + settled.agreement() + " has moved")
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            settled
                .customer()
                .planOf(settled.workspace())
                .contains("It follows an earlier subscription"));
    assertThat(settled.isLocked()).isFalse();
  }
}
