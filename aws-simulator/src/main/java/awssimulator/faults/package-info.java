/**
 * Faults on demand: what an AWS call is answered instead of, or besides, what it should be. Owns
 * the plans and which call of an operation gets which fault; the wire carries them out.
 */
@NullMarked
package awssimulator.faults;

import org.jspecify.annotations.NullMarked;
