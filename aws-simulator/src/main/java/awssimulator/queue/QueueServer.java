package awssimulator.queue;

import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.CreateQueueData;
import org.elasticmq.DeadLettersQueueData;
import org.elasticmq.ImmediateNextDelivery$;
import org.elasticmq.MessageContent;
import org.elasticmq.MessageId;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.NewMessageData;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.msg.CreateQueue;
import org.elasticmq.msg.SendMessage;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder$;
import org.elasticmq.util.NowProvider;
import org.springframework.stereotype.Component;
import scala.Option;
import scala.runtime.BoxedUnit;
import scala.util.Either;

/**
 * SQS by ElasticMQ, in memory: one queue per product and one for its dead letters. Signatures are
 * not checked here. What happens to a message is told to the {@link QueueListener} before the
 * client that caused it is answered.
 */
@Component
public final class QueueServer implements Queues, AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final int RECEIVES_BEFORE_DEAD = 5;
  private static final long VISIBILITY_SECONDS = 30;
  private static final String ACCOUNT_IN_URL = "000000000000";

  private final String address;
  private final ActorSystem actors;
  private final SQSRestServer server;
  private final int port;
  private final Map<String, ActorRef> queues = new ConcurrentHashMap<>();

  /** Passes queue events on and answers them once they are stored. */
  private static final class ListeningActor extends AbstractActor {
    private final QueueListener listener;

    ListeningActor(QueueListener listener) {
      this.listener = listener;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              QueueEvent.MessageAdded.class,
              event -> {
                listener.added(event.queueName(), event.message().id());
                done();
              })
          .match(
              QueueEvent.MessageRemoved.class,
              event -> {
                listener.removed(event.queueName(), List.of(event.messageId()));
                done();
              })
          .match(
              ToldQueues.Purged.class,
              purged -> {
                listener.removed(purged.queue(), purged.sqsIds());
                getSender().tell(BoxedUnit.UNIT, getSelf());
              })
          .match(QueueEvent.MessageUpdated.class, _ -> done())
          .matchAny(_ -> {})
          .build();
    }

    private void done() {
      getSender().tell(OperationSuccessful$.MODULE$, getSelf());
    }
  }

  /** Binds the port and makes the queues of all products, still empty. */
  QueueServer(SimulatorSettings settings, QueueListener listener) {
    this.address = settings.address();
    ClassLoader loader = QueueServer.class.getClassLoader();
    actors = ActorSystem.create("aws-simulator-sqs", config(loader), loader);
    try {
      ActorRef events =
          actors.actorOf(Props.create(ListeningActor.class, () -> new ListeningActor(listener)));
      ActorRef manager =
          actors.actorOf(Props.create(ToldQueues.class, () -> new ToldQueues(events)));
      server =
          SQSRestServerBuilder$.MODULE$
              .withActorSystem(actors)
              .withQueueManagerActor(manager)
              .withInterface(address)
              .withPort(settings.sqsPort())
              .withAWSAccountId(ACCOUNT_IN_URL)
              .start();
      port = server.waitUntilStarted().localAddress().getPort();
      leaveJmx();
      for (ProductSettings product : settings.allProducts()) {
        create(manager, product.deadLetterQueue(), Option.empty());
        create(
            manager,
            product.queue(),
            Option.apply(
                new DeadLettersQueueData(product.deadLetterQueue(), RECEIVES_BEFORE_DEAD)));
      }
    } catch (RuntimeException e) {
      terminate();
      throw e;
    }
  }

  private static com.typesafe.config.Config config(ClassLoader loader) {
    return ConfigFactory.parseString(
            """
            pekko {
              daemonic = on
              loglevel = WARNING
              loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
              logging-filter = "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"
              jvm-exit-on-fatal-error = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              http.server.request-timeout = 40 s
              http.server.idle-timeout = 60 s
            }
            """)
        .withFallback(ConfigFactory.defaultReference(loader))
        .resolve();
  }

  private void create(ActorRef manager, String name, Option<DeadLettersQueueData> deadLetters) {
    OffsetDateTime now = new NowProvider().now();
    CreateQueueData request =
        new CreateQueueData(
            name,
            Option.apply(MillisVisibilityTimeout.fromSeconds(VISIBILITY_SECONDS)),
            Option.apply(Duration.ZERO),
            Option.apply(Duration.ZERO),
            Option.apply(now),
            Option.apply(now),
            deadLetters,
            false,
            false,
            Option.empty(),
            Option.empty(),
            emptyMap());
    Object answer = ask(manager, new CreateQueue(request));
    if (!(answer instanceof Either<?, ?> either && either.isRight())) {
      throw new IllegalStateException("Queue " + name + " was not made: " + answer);
    }
    Object queue = either.toOption().get();
    queues.put(name, (ActorRef) queue);
  }

  private static <V> scala.collection.immutable.Map<String, V> emptyMap() {
    return scala.collection.immutable.Map$.MODULE$.<String, V>empty();
  }

  private static Object ask(ActorRef actor, Object message) {
    try {
      return Patterns.ask(actor, message, ANSWER_WITHIN).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("The queues did not answer", e);
    }
  }

  @Override
  public void put(String queue, String sqsId, String body) {
    ActorRef actor = queues.get(queue);
    if (actor == null) {
      throw new IllegalArgumentException("no queue " + queue);
    }
    Object ignored =
        ask(
            actor,
            new SendMessage(
                new NewMessageData(
                    Option.apply(new MessageId(sqsId)),
                    new MessageContent(body),
                    emptyMap(),
                    ImmediateNextDelivery$.MODULE$,
                    Option.empty(),
                    Option.empty(),
                    0,
                    Option.empty(),
                    Option.empty(),
                    Option.empty())));
  }

  @Override
  public boolean has(String queue) {
    return queues.containsKey(queue);
  }

  /** The port SQS answers on. */
  public int port() {
    return port;
  }

  /** The endpoint to give an SQS client. */
  public String endpoint() {
    return "http://" + address + ":" + port;
  }

  /** The URL by which clients name a queue. */
  public String queueUrl(String queue) {
    return endpoint() + "/" + ACCOUNT_IN_URL + "/" + queue;
  }

  /** ElasticMQ registers a bean unasked; two simulators in one JVM would quarrel over its name. */
  private static void leaveJmx() {
    try {
      ObjectName name = new ObjectName("org.elasticmq:name=Queues");
      if (ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
      }
    } catch (JMException _) {
      // Another simulator in this JVM was faster.
    }
  }

  private void terminate() {
    actors.terminate();
    try {
      actors.getWhenTerminated().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("The queues did not stop", e);
    }
  }

  @Override
  public void close() {
    terminate();
  }
}
