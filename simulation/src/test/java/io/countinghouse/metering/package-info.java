/** Tests of the simulation. */
@NullMarked
package io.countinghouse.metering;

import org.jspecify.annotations.NullMarked;
