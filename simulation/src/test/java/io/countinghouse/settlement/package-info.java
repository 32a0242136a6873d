/** Tests of the simulation. */
@NullMarked
package io.countinghouse.settlement;

import org.jspecify.annotations.NullMarked;
