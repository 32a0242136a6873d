/** Tests of the simulation. */
@NullMarked
package io.countinghouse.billing;

import org.jspecify.annotations.NullMarked;
