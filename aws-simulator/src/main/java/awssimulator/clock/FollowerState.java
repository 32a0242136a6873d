package awssimulator.clock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who follows the clock and how far it said it is.
 *
 * @param reached the moment up to which its work is done
 * @param nextDue when its next work is due, if any is
 * @param late whether an advance under way waits for it
 */
public record FollowerState(
    String name, Instant reached, @Nullable Instant nextDue, boolean late) {}
