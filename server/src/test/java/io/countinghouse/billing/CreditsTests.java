package io.countinghouse.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countinghouse.billing.Posting.Charge;
import io.countinghouse.billing.PostingTable.Charged;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreditsTests {

  private static final Instant AS_OF = Instant.parse("2026-05-12T03:00:00Z");
  private static final DayTier TIER =
      new DayTier(
          new TouchedDay(new WorkspaceId("wksp_1"), LocalDate.of(2026, 5, 12)),
          new DayUnits.Tier(Item.LOG, "3d"));

  private static final Charge FIRST = paid("bill_1", "1");
  private static final Charge LATEST = paid("bill_2", "2");
  private static final Charge NOBODY = new Charge.Nobody(UnchargedUsage.Reason.NO_PAYER);

  @Test
  void theLatestIsCreditedFirstAndNeverMoreThanItWasCharged() {
    assertThat(
            Credits.of(
                TIER,
                new BigDecimal("2.5"),
                List.of(charged(LATEST, "2"), charged(FIRST, "3")),
                AS_OF))
        .containsExactly(
            new Posting(TIER, AS_OF, new BigDecimal("-2"), LATEST),
            new Posting(TIER, AS_OF, new BigDecimal("-0.5"), FIRST))
        .extracting(Posting::amount)
        .containsExactly(new BigDecimal("-4"), new BigDecimal("-0.5"));
  }

  @Test
  void whatNobodyPaidIsTakenBackInItsTurn() {
    assertThat(
            Credits.of(
                TIER,
                new BigDecimal("2"),
                List.of(charged(NOBODY, "1"), charged(FIRST, "3")),
                AS_OF))
        .extracting(Posting::charge, Posting::amount)
        .containsExactly(tuple(NOBODY, BigDecimal.ZERO), tuple(FIRST, new BigDecimal("-1")));
  }

  @Test
  void moreThanWasChargedIsLoud() {
    assertThatThrownBy(
            () -> Credits.of(TIER, new BigDecimal("3.01"), List.of(charged(FIRST, "3")), AS_OF))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0.01");
  }

  private static Charged charged(Charge charge, String units) {
    return new Charged(charge, new BigDecimal(units));
  }

  private static Charge paid(String account, String price) {
    return new Charge.Paid(
        new Payer.BillingCenter(new BillingAccountId(account)),
        new BigDecimal(price),
        Currency.getInstance("CNY"),
        "v1",
        null);
  }
}
