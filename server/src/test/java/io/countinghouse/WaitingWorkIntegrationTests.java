package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.outbox.WorkHandler;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which work waits for somebody outside, and so has workers of its own. */
@JobTest
class WaitingWorkIntegrationTests implements BothProducts {

  @Autowired private List<WorkHandler> handlers;

  @Test
  void whatCallsMailServersAwsAndEndpointsDoes() {
    assertThat(handlers)
        .filteredOn(WorkHandler::waitsForOthers)
        .extracting(WorkHandler::kind)
        .containsExactlyInAnyOrder(
            "notification.mail",
            "notification.text",
            "webhook.send",
            "metering.report",
            "metering.check-agreements",
            "metering.reconcile");
  }
}
