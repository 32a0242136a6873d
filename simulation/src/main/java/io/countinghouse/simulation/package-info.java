/**
 * The simulation behind {@code bin/simulate}: it drives server, simulator and clock through days
 * that a seed decides, and checks at each day's end that nothing was lost or doubled ({@code
 * docs/simulation.md}).
 *
 * <p>Does not own: what a day must come to; {@code plain} computes that from the facts alone.
 */
@NullMarked
package io.countinghouse.simulation;

import org.jspecify.annotations.NullMarked;
