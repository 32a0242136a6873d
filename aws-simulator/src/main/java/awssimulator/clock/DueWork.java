package awssimulator.clock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** All work of the simulator itself, whoever's it is. */
@Component
final class DueWork {
  private final List<OwnWork> parts;

  DueWork(List<OwnWork> parts) {
    this.parts = List.copyOf(parts);
  }

  /** When the next work is due, if any is. */
  Optional<Instant> nextDue() {
    return parts.stream().flatMap(part -> part.nextDue().stream()).min(Instant::compareTo);
  }

  /** Does all work due at or before that moment. */
  void runDue(Instant now) {
    parts.forEach(part -> part.runDue(now));
  }
}
