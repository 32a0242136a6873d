package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.MainJob;
import io.countinghouse.MainJob.Customer;
import io.countinghouse.TestClock;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.Admission.Verdict;
import io.countinghouse.locking.LockingSettings.BufferData;
import io.countinghouse.workspace.WorkspaceTokens;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What data planes are to be told in each state of a workspace. */
@JobTest
class AdmissionIntegrationTests implements BothProducts {

  @Autowired private MainJob job;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate tx;
  @Autowired private WorkspaceTokens tokens;
  @Autowired private Admissions admissions;

  private Customer customer;
  private String token;

  @BeforeEach
  void aBoundWorkspaceWithAToken() {
    customer = job.subscribed(TestClock.START);
    token = issue(customer.workspace());
  }

  private String issue(WorkspaceId workspace) {
    return tx.execute(_ -> tokens.issue(Actor.SYSTEM, workspace));
  }

  private Verdict now() {
    return admissions.of(tokens.hashOf(token).orElseThrow()).verdict();
  }

  @Test
  void aFreeWorkspaceWithoutAPayerIsAllowed() {
    jdbc.sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
            VALUES ('wksp_free', 'us1', 'Free', 'en', 'FREE', now())\
            """)
        .update();
    token = issue(new WorkspaceId("wksp_free"));
    assertThat(now()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void theLifeOfASubscriptionIsTold() {
    assertThat(now()).isEqualTo(Verdict.ALLOW);
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    assertThat(now()).as("ending").isEqualTo(Verdict.READ_ONLY);
    clock.advance(Duration.ofMinutes(1));
    job.says("subscribe-success", customer.identifier(), clock.now());
    assertThat(now()).as("returned").isEqualTo(Verdict.ALLOW);
    clock.advance(Duration.ofMinutes(1));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    job.says("unsubscribe-success", customer.identifier(), clock.now());
    assertThat(now()).as("in the buffer, which accepts").isEqualTo(Verdict.ALLOW);
    Admissions refusing =
        new Admissions(
            jdbc, new LockingSettings(Duration.ofDays(14), List.of(), BufferData.REFUSE), clock);
    assertThat(refusing.of(tokens.hashOf(token).orElseThrow()).verdict())
        .as("in the buffer, which refuses")
        .isEqualTo(Verdict.READ_ONLY);
    clock.advance(Duration.ofDays(14).minusMillis(1));
    assertThat(now()).as("the buffer's last moment").isEqualTo(Verdict.ALLOW);
    clock.advance(Duration.ofMillis(1));
    assertThat(now()).as("fully locked").isEqualTo(Verdict.REFUSED);
  }

  @Test
  void aTokenIsKeptByItsHashAndEndsWhenItIsRevoked() {
    String other = issue(customer.workspace());
    assertThat(
            jdbc.sql("SELECT string_agg(t::text, ' ') FROM workspace.token t")
                .query(String.class)
                .single())
        .doesNotContain(token.substring(4));
    WorkspaceTokens.Known known =
        tokens.of(customer.workspace()).stream()
            .filter(it -> it.revokedAt() == null)
            .reduce((_, last) -> last)
            .orElseThrow();
    assertThat(tokens.of(customer.workspace())).hasSize(2);
    tx.executeWithoutResult(_ -> {
      assertThat(tokens.revoke(Actor.SYSTEM, new WorkspaceId("wksp_other"), known.id())).isFalse();
      assertThat(tokens.revoke(Actor.SYSTEM, customer.workspace(), known.id())).isTrue();
      assertThat(tokens.revoke(Actor.SYSTEM, customer.workspace(), known.id())).isFalse();
    });
    assertThat(
            Stream.of(token, other)
                .map(it -> admissions.of(tokens.hashOf(it).orElseThrow()).verdict()))
        .containsExactlyInAnyOrder(Verdict.ALLOW, Verdict.REFUSED);
  }
}
