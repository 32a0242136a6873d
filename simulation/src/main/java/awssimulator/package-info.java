/** What the simulation needs of the simulator in its own JVM, beside its control API. */
@NullMarked
package awssimulator;

import org.jspecify.annotations.NullMarked;
