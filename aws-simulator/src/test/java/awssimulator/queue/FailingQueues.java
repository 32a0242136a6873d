package awssimulator.queue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** Fails once to put a message that contains the text of the property {@code fail-once-putting}. */
@Component
@Primary
@ConditionalOnProperty("fail-once-putting")
class FailingQueues implements Queues {
  private final QueueServer queues;
  private final String text;
  private final AtomicBoolean failed = new AtomicBoolean();

  FailingQueues(QueueServer queues, @Value("${fail-once-putting}") String text) {
    this.queues = queues;
    this.text = text;
  }

  @Override
  public void put(String queue, String sqsId, String body) {
    if (body.contains(text) && failed.compareAndSet(false, true)) {
      throw new IllegalStateException("The queues did not answer");
    }
    queues.put(queue, sqsId, body);
  }

  @Override
  public boolean has(String queue) {
    return queues.has(queue);
  }
}
