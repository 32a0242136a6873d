package io.countinghouse.metering;

import io.countinghouse.kernel.Money;
import java.time.Instant;
import java.util.List;

/**
 * Books that are kept above metering and raise the alarms {@link AlarmKind#WALLETS} when they are
 * out of balance and {@link AlarmKind#CHARGES_LATE} when they are behind; implemented by the
 * wallets.
 */
public interface FurtherBooks {

  /** How many were out of balance when they were checked last; in the caller's transaction. */
  long outOfBalance();

  /** By how much, by currency, all signs taken away; no zeros. */
  List<Money> differences();

  /** How many accounts wait for a charge that was due long ago; in the caller's transaction. */
  long chargesLate(Instant now);
}
