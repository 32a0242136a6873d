package io.countinghouse.marketplace.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.marketplace.Products;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.sqs.SqsClient;

@JobTest
class QueueConsumerIntegrationTests implements BothProducts {

  @Autowired private QueueConsumer consumer;
  @Autowired private Products products;
  @Autowired private JdbcClient jdbc;

  /** A queue that fails whoever asks it. */
  private static final class Unasked implements SqsClient {

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /** What is received too often without being stored becomes a dead letter. */
  @Test
  void aQueueIsNotAskedWhileNothingCanBeStored() {
    jdbc.sql("ALTER TABLE marketplace.message RENAME TO message_away").update();
    try {
      assertThatThrownBy(() -> consumer.receive(products.all().getFirst(), new Unasked()))
          .isInstanceOf(DataAccessException.class);
    } finally {
      jdbc.sql("ALTER TABLE marketplace.message_away RENAME TO message").update();
    }
    assertThatThrownBy(() -> consumer.receive(products.all().getFirst(), new Unasked()))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
