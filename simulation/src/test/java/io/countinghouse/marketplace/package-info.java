/** Tests of the simulation. */
@NullMarked
package io.countinghouse.marketplace;

import org.jspecify.annotations.NullMarked;
