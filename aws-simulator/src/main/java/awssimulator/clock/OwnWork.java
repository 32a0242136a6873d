package awssimulator.clock;

import java.time.Instant;
import java.util.Optional;

/** Work of the simulator itself that is due at a moment of business time. */
public interface OwnWork {
  /** When the next work is due, if any is. */
  Optional<Instant> nextDue();

  /** Does all work due at or before that moment. */
  void runDue(Instant now);
}
