/**
 * The AWS wire: calls in AWS JSON and rpc-v2-cbor, SigV4, the quota of calls, errors as AWS forms
 * them, and the log of what was asked and answered.
 */
@NullMarked
package awssimulator.wire;

import org.jspecify.annotations.NullMarked;
