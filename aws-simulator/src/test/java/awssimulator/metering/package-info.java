/** Tests of the metering rules without a running simulator. */
@NullMarked
package awssimulator.metering;

import org.jspecify.annotations.NullMarked;
