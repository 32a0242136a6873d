package awssimulator.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.elasticmq.QueueData;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueActor;
import org.elasticmq.actor.reply.DoNotReply;
import org.elasticmq.actor.reply.ReplyAction;
import org.elasticmq.msg.ClearQueue;
import org.elasticmq.msg.QueueQueueMsg;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/** ElasticMQ's queues, and they tell what a purge removes: its own say nothing of it. */
// The type that Scala gives to ev() cannot be written in Java.
@SuppressWarnings({"rawtypes", "unchecked"})
final class ToldQueues extends QueueManagerActor {
  /** The messages that left a queue at once; whoever hears of it answers the client. */
  record Purged(String queue, List<String> sqsIds) {}

  ToldQueues(ActorRef events) {
    super(new NowProvider(), StrictSQSLimits$.MODULE$, Option.apply(events));
  }

  @Override
  public ClassTag ev() {
    return super.ev();
  }

  @Override
  public ActorRef createQueueActor(NowProvider now, QueueData queue, Option<ActorRef> events) {
    Option<ActorRef> deadLetters =
        queue
            .deadLettersQueue()
            .flatMap(dead -> queues().get(dead.name()).map(found -> found.actorRef()));
    return context()
        .actorOf(
            Props.create(ToldQueue.class, () -> new ToldQueue(now, queue, deadLetters, events)),
            "queue-" + queue.name() + "-" + UUID.randomUUID());
  }

  private static final class ToldQueue extends QueueActor {
    ToldQueue(
        NowProvider now, QueueData queue, Option<ActorRef> deadLetters, Option<ActorRef> events) {
      super(now, queue, deadLetters, Option.empty(), Option.empty(), events);
    }

    @Override
    public ClassTag ev() {
      return super.ev();
    }

    @Override
    public <T> ReplyAction<T> receiveAndReplyQueueMsg(QueueQueueMsg<T> message) {
      if (!(message instanceof ClearQueue)) {
        return super.receiveAndReplyQueueMsg(message);
      }
      List<String> lost = new ArrayList<>();
      CollectionConverters.asJava(messageQueue().all()).forEach(held -> lost.add(held.id()));
      ReplyAction<T> ignored = super.receiveAndReplyQueueMsg(message);
      queueEventListener().get().tell(new Purged(queueData().name(), lost), sender());
      return new DoNotReply<>();
    }
  }
}
