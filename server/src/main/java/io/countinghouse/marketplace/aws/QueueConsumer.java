package io.countinghouse.marketplace.aws;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ClockSettings;
import io.countinghouse.marketplace.Inbox;
import io.countinghouse.marketplace.MarketplaceSettings;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.marketplace.Troubles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** Reads each product's queue: a message is deleted from it only after it is stored with us. */
@Component
class QueueConsumer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(QueueConsumer.class);
  private static final Pattern QUEUE_HOST =
      Pattern.compile("(?:.+\\.)?sqs\\.([a-z0-9-]+)\\.(?:vpce\\.)?amazonaws\\.com(?:\\.cn)?");

  private static final int MESSAGES_PER_CALL_MAX = 10;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

  private final Products products;
  private final MarketplaceSettings settings;
  private final AwsCredentialsSource credentials;
  private final SnsNotifications sns;
  private final Inbox inbox;
  private final Troubles troubles;
  private final TransactionTemplate tx;
  private final BusinessClock clock;
  private final ClockSettings clockSettings;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running;

  QueueConsumer(
      Products products,
      MarketplaceSettings settings,
      AwsCredentialsSource credentials,
      SnsNotifications sns,
      Inbox inbox,
      Troubles troubles,
      TransactionTemplate tx,
      BusinessClock clock,
      ClockSettings clockSettings) {
    this.products = products;
    this.settings = settings;
    this.credentials = credentials;
    this.sns = sns;
    this.inbox = inbox;
    this.troubles = troubles;
    this.tx = tx;
    this.clock = clock;
    this.clockSettings = clockSettings;
  }

  @Override
  public void start() {
    running = true;
    if (settings.consume()) {
      for (Product product : products.all()) {
        threads.add(
            Thread.ofPlatform().daemon().name("queue-" + product.id()).start(() -> read(product)));
      }
    }
  }

  private void read(Product product) {
    boolean deletes = true;
    try (SqsClient sqs = client(product)) {
      while (running) {
        try {
          deletes |= receive(product, sqs) > 0;
          if (deletes) {
            // Whoever could not read it before, it can be read.
            tx.executeWithoutResult(_ -> troubles.over(product, Troubles.Kind.QUEUE_UNREADABLE));
          }
        } catch (RuntimeException | Error e) {
          // Not even an error ends this thread, which is all that reads the queue. Where only
          // deleting is refused, a look at a queue whose messages are hidden says nothing.
          deletes &= !(e instanceof NotDeleted);
          if (running) {
            tell(product, e);
            pause();
          }
        }
      }
    }
  }

  private void tell(Product product, Throwable failure) {
    boolean known =
        failure instanceof SdkException
            || failure instanceof NotDeleted
            || failure instanceof DataAccessException;
    log.warn(
        "the queue of product {} cannot be read, trying again: {}",
        product.id(),
        failure.toString(),
        known ? null : failure);
    try {
      tx.executeWithoutResult(
          _ -> troubles.met(product, Troubles.Kind.QUEUE_UNREADABLE, failure.toString()));
    } catch (RuntimeException e) {
      // The database is what is missing; that is told by its own means.
      log.debug("the trouble cannot be stored", e);
    }
  }

  /**
   * Looks at a queue once, unless nothing can be stored now; stores what is there and deletes it
   * from the queue.
   *
   * @return how many messages there were
   * @throws NotDeleted if all that could be is stored, and some of it is still in the queue
   */
  int receive(Product product, SqsClient sqs) {
    String queue = product.queueUrl().toString();
    ReceiveMessageRequest request =
        ReceiveMessageRequest.builder()
            .queueUrl(queue)
            .maxNumberOfMessages(MESSAGES_PER_CALL_MAX)
            .waitTimeSeconds(settings.longPollSeconds())
            .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)
            .build();
    inbox.requireStore();
    List<Message> messages = sqs.receiveMessage(request).messages();
    SdkException notDeleted = null;
    for (Message message : messages) {
      try {
        store(product, message);
      } catch (DataIntegrityViolationException e) {
        // It comes again until it is a dead letter; the others do not wait for it.
        log.error(
            "message {} of the queue of product {} cannot be stored",
            message.messageId(),
            product.id(),
            e);
        continue;
      }
      try {
        sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
      } catch (SdkException e) {
        // The others are stored all the same, before they become dead letters.
        notDeleted = e;
      }
    }
    if (notDeleted != null) {
      throw new NotDeleted(notDeleted);
    }
    return messages.size();
  }

  /** Messages are stored and not deleted from the queue; they come again, and change nothing. */
  static final class NotDeleted extends RuntimeException {

    NotDeleted(SdkException why) {
      super("messages cannot be deleted: " + why.getMessage(), why);
    }
  }

  private void store(Product product, Message message) {
    SnsNotifications.Envelope envelope = sns.envelope(message.body());
    String key = envelope.id() == null ? "sqs:" + message.messageId() : envelope.id();
    Instant sentAt = envelope.sentAt() == null ? sentAt(message) : envelope.sentAt();
    inbox.store(product, key, sentAt, message.body());
  }

  /**
   * Raw delivery loses SNS's time, so SQS's is taken; it is wall time, of no use beside a driven
   * clock.
   */
  private Instant sentAt(Message message) {
    String millis = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    return millis == null || clockSettings.source() == ClockSettings.Source.SIMULATOR
        ? clock.now()
        : Instant.ofEpochMilli(Long.parseLong(millis));
  }

  /** A client of the queue of a product. */
  SqsClient client(Product product) {
    var builder =
        SqsClient.builder()
            .region(Region.of(regionOf(product)))
            .credentialsProvider(credentials.of(product))
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(settings.connectTimeout())
                    .socketTimeout(
                        Duration.ofSeconds(settings.longPollSeconds())
                            .plus(settings.answerTimeout()))
                    .build());
    if (product.sqsEndpoint() != null) {
      builder.endpointOverride(product.sqsEndpoint());
    }
    return builder.build();
  }

  /**
   * The region of a product's queue, by its address: events of a product that is metered elsewhere
   * come in one region alone (facts, 3.1).
   */
  static String regionOf(Product product) {
    Matcher host = QUEUE_HOST.matcher(String.valueOf(product.queueUrl().getHost()));
    return host.matches() ? host.group(1) : product.region();
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    threads.forEach(Thread::interrupt);
    threads.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
