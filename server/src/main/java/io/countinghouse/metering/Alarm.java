package io.countinghouse.metering;

import io.countinghouse.kernel.Money;
import java.util.List;

/**
 * What is wrong now.
 *
 * @param count how many records, messages or the like it is about; above 0
 * @param amounts what they add up to, one for each currency; empty if it is not about money
 */
public record Alarm(AlarmKind kind, long count, List<Money> amounts) {

  public Alarm {
    amounts = List.copyOf(amounts);
  }
}
