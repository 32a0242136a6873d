/** Tests of the queues from within. */
@NullMarked
package awssimulator.queue;

import org.jspecify.annotations.NullMarked;
