/** Tests of the simulator as a whole, over its ports. */
@NullMarked
package awssimulator;

import org.jspecify.annotations.NullMarked;
