/** Tests of the package of this name. */
@NullMarked
package io.countinghouse.metering;

import org.jspecify.annotations.NullMarked;
