package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.outbox.Work;
import io.countinghouse.webhook.Receiver.Message;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Webhooks when there are several nodes, and one of them dies. */
class WebhookNodesIntegrationTests extends WebhooksIntegration {

  @Test
  void twoNodesSendEachEventOnce() throws Exception {
    List<Receiver> all = IntStream.range(0, 3).mapToObj(_ -> receiver()).toList();
    all.forEach(this::told);
    IntStream.range(0, 50).forEach(i -> happens(WebhookType.WORKSPACE_LOCKED, "wksp_n" + i));
    try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
      Callable<Boolean> drain =
          () -> {
            worker.runAll();
            return true;
          };
      for (Future<Boolean> node : nodes.invokeAll(Collections.nCopies(4, drain))) {
        node.get();
      }
    }
    assertThat(all)
        .allSatisfy(it -> assertThat(it.messages).hasSize(50))
        .allSatisfy(it -> assertThat(it.messages).extracting(Message::id).doesNotHaveDuplicates());
  }

  @Test
  void whatANodeThatDiedWasSendingIsTakenOverWhenItsLeaseHasEnded() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver);
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_killed");
    dispatcher.handle(Work.of(WebhookDispatcher.KIND, "now", clock.now()));
    String lease =
        "UPDATE outbox.work SET lease_until = clock_timestamp() + %s WHERE kind = 'webhook.send' AND key = '%s'";
    jdbc.sql(lease.formatted("interval '1 hour'", created.endpoint().id())).update();
    worker.runAll();
    assertThat(receiver.messages).as("another node has it").isEmpty();
    jdbc.sql(lease.formatted("interval '-1 second'", created.endpoint().id())).update();
    worker.runAll();
    assertThat(receiver.messages).hasSize(1);
  }
}
