package awssimulator.faults;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one operation: the script first, one entry a call, then by rates.
 *
 * @param script what the next calls get, the next one first
 * @param rates what calls get after the script; the shares add up to 1 at most
 * @param calls how many calls were counted since the plan was set; ignored when setting
 * @param injected how many of them got a fault; ignored when setting
 */
public record FaultPlan(
    List<Fault> script, List<Rated> rates, @Nullable Long calls, @Nullable Long injected) {

  /**
   * A fault and the share of calls that get it.
   *
   * @param rate 0 to 1, exact to a millionth
   */
  public record Rated(BigDecimal rate, Fault fault) {}

  /** Lists left out are empty; binding fills them with null, which the compiler cannot see. */
  @SuppressWarnings({"NullAway", "ConstantConditions"})
  public FaultPlan {
    script = script == null ? List.of() : List.copyOf(script);
    rates = rates == null ? List.of() : List.copyOf(rates);
  }

  void check(String operation) {
    script.forEach(fault -> fault.check(operation));
    BigDecimal sum = BigDecimal.ZERO;
    for (Rated rated : rates) {
      if (rated.rate() == null || rated.fault() == null || !Fault.isShare(rated.rate())) {
        throw new FaultRefusal(
            "Faults of " + operation + ": each of rates needs a rate between 0 and 1 and a fault");
      }
      rated.fault().check(operation);
      sum = sum.add(rated.rate());
    }
    if (!Fault.isShare(sum)) {
      throw new FaultRefusal("Faults of " + operation + ": the rates add up to more than 1");
    }
  }
}
