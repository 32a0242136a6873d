package awssimulator.queue;

/** A notification that waited was sent by a tester; told in the transaction in which it is sent. */
public record SentByHand(Notification notification) {}
