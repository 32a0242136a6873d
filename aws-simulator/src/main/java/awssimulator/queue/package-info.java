/**
 * Notifications as rows of our own, their SNS envelopes, and the SQS queues that deliver them. A
 * notification is kept until its queue shows it deleted.
 */
@NullMarked
package awssimulator.queue;

import org.jspecify.annotations.NullMarked;
