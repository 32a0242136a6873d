package awssimulator.metering;

/** What became of one record of an accepted batch (facts §4.5). */
public sealed interface Metered {
  /** The record in question. */
  UsageRecord usage();

  /** It is charged, once. */
  record Success(UsageRecord usage, String meteringRecordId) implements Metered {}

  /** The buyer has no agreement that takes usage now. */
  record CustomerNotSubscribed(UsageRecord usage) implements Metered {}

  /** The hour is charged already; the first quantity stays. */
  record Duplicate(UsageRecord usage, String firstMeteringRecordId) implements Metered {}
}
