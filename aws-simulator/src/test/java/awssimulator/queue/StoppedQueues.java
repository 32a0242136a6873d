package awssimulator.queue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * Never puts a message that contains the text of the property {@code stop-before-putting}: it says
 * so on the standard output and waits to be killed. That moment lies between the commit of a change
 * and the queueing of its notification.
 */
@Component
@Primary
@ConditionalOnProperty("stop-before-putting")
class StoppedQueues implements Queues {
  static final String STOPPED = "stopped before putting";

  private final QueueServer queues;

  StoppedQueues(QueueServer queues) {
    this.queues = queues;
  }

  @Override
  public void put(String queue, String sqsId, String body) {
    if (body.contains(System.getProperty("stop-before-putting", ""))) {
      byte[] line = (STOPPED + "\n").getBytes(StandardCharsets.UTF_8);
      System.out.writeBytes(line);
      System.out.flush();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    queues.put(queue, sqsId, body);
  }

  @Override
  public boolean has(String queue) {
    return queues.has(queue);
  }
}
