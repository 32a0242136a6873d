package awssimulator.clock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The clock as others see it.
 *
 * @param time business time now
 * @param generation grows with every stop; followers report under it
 * @param advancing whether an advance is under way, the time standing still at its stops
 * @param target where the advance goes, if one is under way
 */
public record ClockState(
    Instant time, long generation, boolean advancing, @Nullable Instant target) {}
