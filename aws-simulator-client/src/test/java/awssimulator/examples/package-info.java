/** What the simulator's README shows: the sample test, the examples, and the README itself. */
@NullMarked
package awssimulator.examples;

import org.jspecify.annotations.NullMarked;
