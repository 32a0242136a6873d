package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.workspace.LockState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Locks whose times are moved: by a short extension, by a clock that was ahead. */
class LockTimesIntegrationTests extends LockIntegration {

  private List<String> mails(Customer customer) {
    return job.mailsTo(customer.identifier() + "@example.com").stream()
        .flatMap(subject -> Stream.of("已锁定", "将于", "现保留至").filter(subject::contains))
        .toList();
  }

  @Test
  void anExtensionIsNoReminder() {
    Customer customer = locked();
    pass(Duration.ofDays(8).plusHours(12));
    Instant end = clock.now().plus(Duration.ofDays(6).plusHours(12));
    assertThat(buffers.extend(seen(customer), Duration.ofDays(1), OPERATOR, "asked for"))
        .contains(end);
    pass(Duration.ofHours(1));
    assertThat(mails(customer)).containsExactly("已锁定", "将于", "现保留至");
    pass(Duration.ofDays(3).plusHours(12));
    assertThat(mails(customer)).containsExactly("已锁定", "将于", "现保留至", "将于");
  }

  @Test
  void aLockEndsThoughItBeganByAClockThatIsAhead() {
    Customer customer = locked();
    jdbc.sql("ALTER TABLE locking.lock DISABLE TRIGGER USER").update();
    jdbc.sql(
            """
            UPDATE locking.lock SET started_at = started_at + interval '5 minutes'
             WHERE workspace_id = :id AND ended_at IS NULL\
            """)
        .param("id", customer.workspace().value())
        .update();
    jdbc.sql("ALTER TABLE locking.lock ENABLE TRIGGER USER").update();
    paidAgain(customer);
    assertThat(state(customer)).isEqualTo(LockState.OPEN);
  }
}
