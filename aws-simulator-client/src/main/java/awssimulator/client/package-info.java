/**
 * A client of the simulator's control API: one method per route, records for what is sent and
 * answered, {@link awssimulator.client.SimulatorProblem} for what is refused. It needs nothing of
 * the simulator itself.
 */
@NullMarked
package awssimulator.client;

import org.jspecify.annotations.NullMarked;
