package awssimulator.wire;

import awssimulator.faults.Fault;
import java.time.Duration;
import java.util.Set;

/**
 * What a call led to.
 *
 * @param answer what is answered, or would have been if the connection is cut
 * @param protocol in which it is answered
 * @param contentType of the answer
 * @param agreements the agreements the call was about
 * @param fault the fault it met; of kind NONE if none
 * @param delay how long the answer or the cut is kept back
 * @param cut whether the connection is cut without an answer
 */
record Outcome(
    AwsAnswer answer,
    Protocol protocol,
    String contentType,
    Set<String> agreements,
    Fault fault,
    Duration delay,
    boolean cut) {}
