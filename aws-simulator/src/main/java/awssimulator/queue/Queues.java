package awssimulator.queue;

/** Where notifications are put. */
interface Queues {
  /** Puts a message on a queue under our own id; on return it can be received. */
  void put(String queue, String sqsId, String body);

  /** Whether that queue is one of ours; a queue taken out of the settings is not. */
  boolean has(String queue);
}
