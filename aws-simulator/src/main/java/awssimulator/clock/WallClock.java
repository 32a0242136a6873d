package awssimulator.clock;

import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** The machine's own time, for signatures, quotas and the log; never for business. */
@Component
public final class WallClock implements InstantSource {
  @Override
  public Instant instant() {
    return InstantSource.system().instant();
  }
}
