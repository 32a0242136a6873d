package io.countinghouse.marketplace.aws;

import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The server's own reading of its queues, a look at a time. */
public final class HandQueues implements AutoCloseable {

  private final QueueConsumer consumer;
  private final Map<Product, SqsClient> clients = new LinkedHashMap<>();

  /** Of a running server. */
  public HandQueues(ApplicationContext server) {
    this.consumer = server.getBean(QueueConsumer.class);
    for (Product product : server.getBean(Products.class).all()) {
      clients.put(product, consumer.client(product));
    }
  }

  /** Stores and deletes all that is on the queues. */
  public void readAll() {
    clients.forEach((product, sqs) -> {
      int read = consumer.receive(product, sqs);
      while (read > 0) {
        read = consumer.receive(product, sqs);
      }
    });
  }

  @Override
  public void close() {
    clients.values().forEach(SqsClient::close);
  }
}
