/**
 * Usage records: what BatchMeterUsage accepts, what became of each record, and the bill that
 * follows from them.
 */
@NullMarked
package awssimulator.metering;

import org.jspecify.annotations.NullMarked;
