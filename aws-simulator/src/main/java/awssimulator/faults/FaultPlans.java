package awssimulator.faults;

import java.util.Map;

/**
 * All plans.
 *
 * @param seed decides which calls get a fault by rate: the same seed and the same calls, the same
 *     faults
 * @param operations the plans by name of the operation; {@code *} is for every operation that has
 *     none of its own
 */
public record FaultPlans(long seed, Map<String, FaultPlan> operations) {
  /** No plan at all if left out; binding fills it with null, which the compiler cannot see. */
  @SuppressWarnings({"NullAway", "ConstantConditions"})
  public FaultPlans {
    operations = operations == null ? Map.of() : Map.copyOf(operations);
  }
}
