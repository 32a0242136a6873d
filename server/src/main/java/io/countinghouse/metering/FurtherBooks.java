package io.countinghouse.metering;

import io.countinghouse.kernel.Money;
import java.util.List;

/**
 * Books that are kept above metering and raise the alarm {@link AlarmKind#WALLETS} when they are
 * out of balance; implemented by the wallets.
 */
public interface FurtherBooks {

  /** How many were out of balance when they were checked last; in the caller's transaction. */
  long outOfBalance();

  /** By how much, by currency, all signs taken away; no zeros. */
  List<Money> differences();
}
