package awssimulator.clock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a follower says of itself.
 *
 * @param generation the generation it worked under
 * @param reached all work due at or before this moment is done
 * @param nextDue when its next work is due, if it has any
 */
public record FollowerReport(long generation, Instant reached, @Nullable Instant nextDue) {}
