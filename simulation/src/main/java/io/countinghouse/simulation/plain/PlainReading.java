package io.countinghouse.simulation.plain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading.
 *
 * @param at when it was taken
 * @param hourEnd of a closing reading, the end of the hour that it closes; empty: a full one
 */
public record PlainReading(Instant at, @Nullable Instant hourEnd) {}
