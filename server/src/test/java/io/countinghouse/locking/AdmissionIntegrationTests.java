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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.transaction.support.TransactionTemplate;

/** What data planes are told in each state of a workspace. */
@JobTest
class AdmissionIntegrationTests implements BothProducts {

  @Autowired private MainJob job;
  @Autowired private MockMvc http;
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

  private MockHttpServletResponse ask(String method, String path, Object... authorization) {
    try {
      return http.perform(
              MockMvcRequestBuilders.request(HttpMethod.valueOf(method), path)
                  .header("Authorization", authorization)
                  .content("a body that nobody reads"))
          .andReturn()
          .getResponse();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Verdict now() {
    return admissions.of(tokens.hashOf(token).orElseThrow()).verdict();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"})
  void everyMethodAndPathIsAnsweredWithoutSessionOrCsrf(String method) {
    for (String path :
        new String[] {"/api/v1/admission", "/api/v1/admission/v1/write;x=1//y?precision=ms"}) {
      MockHttpServletResponse answer = ask(method, path, "Bearer " + token);
      assertThat(answer.getStatus()).isEqualTo(200);
      assertThat(answer.getHeader("X-Admission")).isEqualTo("allow");
      assertThat(answer.getHeader("Cache-Control")).isEqualTo("max-age=1");
      assertThat(answer.getHeader("Vary")).isEqualTo("Authorization");
      assertThat(answer.getHeaders("Set-Cookie")).isEmpty();
      assertThat(answer.getContentAsByteArray()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer wtk_",
        "Bearer wtk_0123456789012345678901234567890123456789012",
        "Basic d3RrOng=",
        "Bearer wtk_'; DROP TABLE workspace.token; --"
      })
  void whoeverIsUnknownIsRefused(String authorization) {
    MockHttpServletResponse answer = ask("GET", "/api/v1/admission", authorization);
    assertThat(answer.getStatus()).isEqualTo(403);
    assertThat(answer.getHeader("X-Admission")).isNull();
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("max-age=1");
  }

  @Test
  void whoeverPresentsTwoTokensIsRefusedWhicheverComesFirst() {
    String known = "Bearer " + token;
    assertThat(ask("GET", "/api/v1/admission", known).getStatus()).isEqualTo(200);
    for (String other : new String[] {known, "Bearer wtk_unknown", "Basic d3RrOng=", ""}) {
      assertThat(ask("GET", "/api/v1/admission", known, other).getStatus()).isEqualTo(403);
      assertThat(ask("GET", "/api/v1/admission", other, known).getStatus()).isEqualTo(403);
    }
  }

  @Test
  void whileTheDatabaseDoesNotAnswerItIsToldInTime() {
    tx.executeWithoutResult(_ -> {
      jdbc.sql("LOCK TABLE workspace.token").update();
      MockHttpServletResponse answer =
          CompletableFuture.supplyAsync(() -> ask("GET", "/api/v1/admission", "Bearer " + token))
              .orTimeout(20, TimeUnit.SECONDS)
              .join();
      assertThat(answer.getStatus()).isEqualTo(503);
      assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
      assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    });
    assertThat(ask("GET", "/api/v1/admission", "Bearer " + token).getStatus()).isEqualTo(200);
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
