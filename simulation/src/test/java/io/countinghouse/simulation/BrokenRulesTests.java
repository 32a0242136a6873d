package io.countinghouse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.BrokenBooks;
import io.countinghouse.marketplace.BrokenAgreements;
import io.countinghouse.marketplace.aws.BrokenCalls;
import io.countinghouse.metering.BrokenRecords;
import io.countinghouse.settlement.BrokenPayers;
import io.countinghouse.simulation.Simulation.Result;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The simulation can fail: a server that breaks a rule is caught, and by the check meant for it.
 * {@code bin/check} runs these with nothing beside them.
 */
@Tag("slow")
@Tag("alone")
class BrokenRulesTests {

  private static final int DAYS_MOST = 4;
  private static final long SEED = 7;

  private static Result run(Profile profile, Map<String, Class<?>> replaced) {
    return Simulation.run(new Simulation.Plan(DAYS_MOST, SEED, profile, replaced, null));
  }

  private static void assertCaught(Profile profile, String bean, Class<?> broken, String check) {
    Result result = run(profile, Map.of(bean, broken));
    assertThat(result.problems()).as("seed %d", SEED).anyMatch(it -> it.startsWith(check + ": "));
  }

  @Test
  void stampingTheSendingTimeIsCaught() {
    assertCaught(
        Profile.calm(), "awsMarketplace", BrokenCalls.StampingTheSendingTime.class, "BillCheck");
  }

  @Test
  void takingDuplicateRecordForSuccessIsCaught() {
    assertCaught(
        Profile.calm().with(Act.FOREIGN_RECORD, 500),
        "awsMarketplace",
        BrokenCalls.TakingDuplicatesForSuccess.class,
        "BillCheck");
  }

  @Test
  void droppingUnprocessedRecordsIsCaught() {
    assertCaught(
        Profile.calm().with(Act.FAULTS, 900),
        "awsMarketplace",
        BrokenCalls.DroppingTheUnprocessed.class,
        "BillCheck");
  }

  @Test
  void losingACarryIsCaught() {
    assertCaught(Profile.calm(), "books", BrokenBooks.LosingACarry.class, "RecordsCheck");
  }

  @Test
  void skippingTheFinalHourIsCaught() {
    assertCaught(
        Profile.calm().with(Act.CANCEL, 200),
        "recordMaker",
        BrokenRecords.SkippingTheFinalHour.class,
        "RecordsCheck");
  }

  @Test
  void pricingAReadingForTheNewPayerIsCaught() {
    assertCaught(
        Profile.calm().with(Act.MOVE_PAYER, 500),
        "payerChanges",
        BrokenPayers.PricingForTheNewPayer.class,
        "ChargesCheck");
  }

  @Test
  void readingAClosedHourAgainIsCaught() {
    assertCaught(
        Profile.calm().with(Act.MOVE_PAYER, 1000).withUsage(12_000),
        "readingMarks",
        BrokenBooks.ReadingClosedHoursAgain.class,
        "ChargesCheck");
  }

  @Test
  void forgettingAReturnedAmountIsCaught() {
    assertCaught(
        Profile.calm().with(Act.SERVER_OUTAGE, 150).withOutagesOf(420),
        "books",
        BrokenBooks.ForgettingAReturnedAmount.class,
        "BooksCheck");
  }

  @Test
  void lockingOnRenewedIsCaught() {
    assertCaught(
        Profile.calm().with(Act.RENEW, 300),
        "agreementFollower",
        BrokenPayers.LockingOnRenewed.class,
        "LocksCheck");
  }

  @Test
  void sendingARecordBeforeActiveIsCaught() {
    Result result =
        run(
            Profile.calm().with(Act.SUBSCRIBE_UNPAID, 300),
            Map.of(
                "agreements", BrokenAgreements.TakingPendingForActive.class,
                "missedRecord", BrokenRecords.RecordingThePending.class));
    assertThat(result.problems()).anyMatch(it -> it.startsWith("RecordsCheck: "));
  }
}
