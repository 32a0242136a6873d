/** Tests of the simulation. */
@NullMarked
package io.countinghouse.simulation;

import org.jspecify.annotations.NullMarked;
