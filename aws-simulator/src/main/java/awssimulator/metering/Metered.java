package awssimulator.metering;

/** What became of one record of an accepted batch (facts §4.5). */
public sealed interface Metered {
  /** The record in question. */
  UsageRecord usage();

  /** It is charged, once, to that agreement. */
  record Success(UsageRecord usage, String meteringRecordId, String agreementId)
      implements Metered {}

  /** The buyer has no agreement that takes usage now. */
  record CustomerNotSubscribed(UsageRecord usage) implements Metered {}

  /** The hour is charged already; the first quantity stays. */
  record Duplicate(UsageRecord usage, String firstMeteringRecordId, String agreementId)
      implements Metered {}

  /** Nothing was done with it; it may be sent again as it is. */
  record Unprocessed(UsageRecord usage) implements Metered {}
}
