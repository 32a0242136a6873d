/** Tests of the wire rules without a running simulator. */
@NullMarked
package awssimulator.wire;

import org.jspecify.annotations.NullMarked;
