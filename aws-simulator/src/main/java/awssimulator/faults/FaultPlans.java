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
public record FaultPlans(Long seed, Map<String, FaultPlan> operations) {
  /** Seed 0 and no plan if left out; binding fills them with null, which no compiler can see. */
  @SuppressWarnings({"NullAway", "ConstantConditions"})
  public FaultPlans {
    seed = seed == null ? 0L : seed;
    operations = operations == null ? Map.of() : Map.copyOf(operations);
  }
}
