package awssimulator.clock;

import java.util.Set;

/** What was sent to the queues and is not yet shown deleted. */
public interface Deliveries {
  /** The ids of sent messages that no consumer has deleted; a copy. */
  Set<String> undelivered();
}
