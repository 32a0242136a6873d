package awssimulator.queue;

import java.util.List;

/** Told by the queues what happened to a message, before the client that caused it is answered. */
interface QueueListener {
  /** The message is in that queue now. */
  void added(String queue, String sqsId);

  /** The messages left that queue. */
  void removed(String queue, List<String> sqsIds);
}
