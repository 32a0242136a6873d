package io.countinghouse.marketplace.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.marketplace.Products;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

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

  /** A queue whose messages may be read and not deleted. */
  private static final class Undeletable implements SqsClient {

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
      Message.Builder message = Message.builder().body("{}").receiptHandle("handle");
      return ReceiveMessageResponse.builder()
          .messages(
              message.messageId("undeletable-1").build(),
              message.messageId("undeletable-2").build())
          .build();
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
      throw SqsException.builder().message("not allowed").build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @Test
  void whatCannotBeDeletedFromTheQueueIsStoredAllTheSame() {
    assertThatThrownBy(() -> consumer.receive(products.all().getFirst(), new Undeletable()))
        .isInstanceOf(QueueConsumer.NotDeleted.class)
        .hasMessageContaining("not allowed");
    assertThat(
            jdbc.sql(
                    "SELECT dedup_key FROM marketplace.message WHERE dedup_key LIKE 'sqs:undeletable-%' ORDER BY 1")
                .query(String.class)
                .list())
        .containsExactly("sqs:undeletable-1", "sqs:undeletable-2");
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
