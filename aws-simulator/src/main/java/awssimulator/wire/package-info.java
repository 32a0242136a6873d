/**
 * The AWS wire: JSON 1.1 requests, SigV4, the quota of calls, errors as AWS forms them, and the log
 * of what was asked and answered.
 */
@NullMarked
package awssimulator.wire;

import org.jspecify.annotations.NullMarked;
