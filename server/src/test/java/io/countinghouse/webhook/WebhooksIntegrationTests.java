package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.TestClock;
import io.countinghouse.audit.Actor;
import io.countinghouse.webhook.Receiver.Message;
import io.countinghouse.webhook.WebhookEndpoint.DisabledWhy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events on their way to real receivers. */
class WebhooksIntegrationTests extends WebhooksIntegration {

  @Test
  void theLifeOfASubscriptionIsToldInOrderAndSigned() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver);
    Customer customer = job.subscribed(TestClock.START);
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    job.says("unsubscribe-success", customer.identifier(), clock.now());
    worker.runAll();
    assertThat(receiver.types())
        .containsExactlyInAnyOrder(
            "agreement.active",
            "workspace.bound",
            "agreement.ending",
            "workspace.ending",
            "agreement.ended",
            "workspace.locked");
    List<Message> ofWorkspace =
        receiver.messages.stream()
            .filter(it ->
                it.json().at("/data/workspace").asString("").equals(customer.workspace().value()))
            .toList();
    assertThat(ofWorkspace)
        .extracting(Message::type)
        .containsExactly("workspace.bound", "workspace.ending", "workspace.locked");
    assertThat(ofWorkspace.stream().map(it -> it.json().at("/data/sequence").asLong()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(receiver.messages)
        .allSatisfy(it -> assertThat(it.isSignedWith(created.secret())).isTrue());
    assertThat(receiver.messages).extracting(Message::id).doesNotHaveDuplicates();
    assertThat(receiver.messages.getFirst().isSignedWith(told(receiver).secret())).isFalse();
  }

  @Test
  void anEndingThatIsRevokedIsTakenBackAtItsWorkspaces() {
    Receiver receiver = receiver();
    Customer customer = job.subscribed(TestClock.START);
    told(receiver, WebhookType.WORKSPACE_ENDING, WebhookType.WORKSPACE_ENDING_REVOKED);
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    clock.advance(Duration.ofMinutes(1));
    job.says("subscribe-success", customer.identifier(), clock.now());
    worker.runAll();
    assertThat(receiver.types()).containsExactly("workspace.ending", "workspace.ending_revoked");
    assertThat(receiver.messages)
        .allSatisfy(it -> assertThat(it.payload()).contains(customer.workspace().value()));
  }

  @Test
  void whatIsRolledBackIsNotToldAndWhatNobodyWantsNotKept() {
    Receiver receiver = receiver();
    told(receiver, WebhookType.WORKSPACE_LOCKED);
    tx.executeWithoutResult(status -> {
      events.put(
          List.of(
              new WebhookEvent(
                  WebhookType.WORKSPACE_LOCKED, "wksp_rolled", clock.now(), Map.of())));
      status.setRollbackOnly();
    });
    happens(WebhookType.WORKSPACE_UNLOCKED, "wksp_unwanted");
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_wanted");
    worker.runAll();
    assertThat(receiver.types()).containsExactly("workspace.locked");
    assertThat(
            jdbc.sql("SELECT count(*) FROM webhook.event WHERE subject = 'wksp_unwanted'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void whatHappensToManyAtOnceIsStoredAfterwardsInTheOrderInWhichItHappened() {
    Receiver receiver = receiver();
    told(receiver, WebhookType.WORKSPACE_LOCKED, WebhookType.WORKSPACE_UNLOCKED);
    List<WebhookEvent> many =
        IntStream.range(0, 101)
            .mapToObj(i ->
                new WebhookEvent(
                    WebhookType.WORKSPACE_LOCKED,
                    "wksp_many" + i,
                    clock.now(),
                    Map.of("cause", "arrears")))
            .toList();
    tx.executeWithoutResult(_ -> events.put(many));
    happens(WebhookType.WORKSPACE_UNLOCKED, "wksp_many7");
    assertThat(
            jdbc.sql("SELECT count(*) FROM webhook.event WHERE subject LIKE 'wksp_many%'")
                .query(Integer.class)
                .single())
        .as("the one that happened alone")
        .isOne();
    worker.runAll();
    assertThat(receiver.messages).hasSize(102);
    assertThat(sequence(receiver, "workspace.unlocked"))
        .isGreaterThan(sequence(receiver, "workspace.locked"));
  }

  private static long sequence(Receiver receiver, String type) {
    return receiver.messages.stream()
        .filter(it -> it.type().equals(type) && it.payload().contains("\"wksp_many7\""))
        .mapToLong(it -> it.json().at("/data/sequence").asLong())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFailureIsTriedAgainUnderTheSameIdAfterEachPause() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver);
    receiver.answer = _ -> 500;
    receiver.body = "x".repeat(5_000);
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_retried");
    worker.runAll();
    assertThat(receiver.messages).hasSize(1);
    assertThat(last(created).state()).isEqualTo(WebhookDelivery.State.DUE);
    assertThat(last(created).status()).isEqualTo(500);
    assertThat(last(created).said()).hasSize(1024);
    assertThat(now(created).failingSince()).isEqualTo(clock.now());
    clock.advance(Duration.ofSeconds(4));
    worker.runAll();
    assertThat(receiver.messages).as("not before its time").hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    worker.runAll();
    assertThat(receiver.messages).hasSize(2);
    receiver.answer = _ -> 200;
    clock.advance(Duration.ofMinutes(5));
    worker.runAll();
    assertThat(receiver.messages).hasSize(3);
    assertThat(receiver.messages.stream().map(Message::id).distinct()).hasSize(1);
    assertThat(last(created).state()).isEqualTo(WebhookDelivery.State.DELIVERED);
    assertThat(last(created).attempts()).isEqualTo(3);
    assertThat(now(created).failingSince()).isNull();
  }

  @Test
  void anEndpointThatFailsForDaysIsDisabledAndOperatorsAreTold() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver);
    receiver.answer = _ -> 503;
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_failing");
    worker.runAll();
    for (int hour = 0; hour < 80 && now(created).isEnabled(); hour++) {
      clock.advance(Duration.ofHours(1));
      worker.runAll();
    }
    assertThat(now(created).disabledWhy()).isEqualTo(DisabledWhy.FAILING);
    assertThat(Duration.between(TestClock.START, clock.now()))
        .isBetween(Duration.ofDays(3), Duration.ofDays(4));
    assertThat(last(created).state()).isEqualTo(WebhookDelivery.State.FAILED);
    assertThat(job.mailsTo("ops@example.com")).anyMatch(it -> it.contains("Webhook"));
    assertThat(
            jdbc.sql(
                    "SELECT details->>'why' FROM audit.entry WHERE subject = :id AND action = 'webhook-endpoint.disabled'")
                .param("id", created.endpoint().id())
                .query(String.class)
                .single())
        .isEqualTo("FAILING");
    int tried = receiver.messages.size();
    assertThat(webhooks.replay(Actor.SYSTEM, created.endpoint().id(), null)).isZero();
    receiver.answer = _ -> 200;
    webhooks.enable(Actor.SYSTEM, created.endpoint().id());
    assertThat(webhooks.replay(Actor.SYSTEM, created.endpoint().id(), null)).isOne();
    worker.runAll();
    assertThat(last(created).state()).isEqualTo(WebhookDelivery.State.DELIVERED);
    assertThat(webhooks.replay(Actor.SYSTEM, created.endpoint().id(), last(created).id())).isOne();
    worker.runAll();
    assertThat(receiver.messages).hasSize(tried + 2);
    assertThat(receiver.messages.stream().map(Message::id).distinct()).hasSize(1);
  }

  @Test
  void whoeverAnswers410IsToldNothingMoreAndRedirectsAreNotFollowed() {
    Receiver gone = receiver();
    Webhooks.Created goneCreated = told(gone);
    gone.answer = _ -> 410;
    Receiver moved = receiver();
    Receiver elsewhere = receiver();
    Webhooks.Created movedCreated = told(moved);
    moved.answer = _ -> 302;
    moved.headers = Map.of("Location", elsewhere.url());
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_moved");
    worker.runAll();
    assertThat(now(goneCreated).disabledWhy()).isEqualTo(DisabledWhy.GONE);
    assertThat(last(movedCreated).status()).isEqualTo(302);
    assertThat(last(movedCreated).state()).isEqualTo(WebhookDelivery.State.DUE);
    assertThat(elsewhere.messages).isEmpty();

    happens(WebhookType.WORKSPACE_LOCKED, "wksp_missed");
    worker.runAll();
    gone.answer = _ -> 204;
    webhooks.enable(Actor.SYSTEM, goneCreated.endpoint().id());
    assertThat(webhooks.replay(Actor.SYSTEM, goneCreated.endpoint().id(), null)).isEqualTo(2);
  }

  @Test
  void aChangedSecretAndTheFormerOneBothSignForAWhile() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver);
    String id = created.endpoint().id();
    String changed = webhooks.changeSecret(Actor.SYSTEM, id).orElseThrow();
    webhooks.test(Actor.SYSTEM, id);
    worker.runAll();
    Message both = receiver.messages.getLast();
    assertThat(both.type()).isEqualTo("webhook.test");
    assertThat(both.isSignedWith(created.secret())).isTrue();
    assertThat(both.isSignedWith(changed)).isTrue();
    jdbc.sql(
            "UPDATE webhook.former_secret SET until = now() - interval '1 second' WHERE endpoint_id = :id")
        .param("id", id)
        .update();
    webhooks.test(Actor.SYSTEM, id);
    worker.runAll();
    assertThat(receiver.messages.getLast().isSignedWith(created.secret())).isFalse();
    assertThat(receiver.messages.getLast().isSignedWith(changed)).isTrue();
    assertThat(
            jdbc.sql("SELECT encode(secret, 'escape') FROM webhook.endpoint WHERE id = :id")
                .param("id", id)
                .query(String.class)
                .single())
        .doesNotContain(changed.substring(6));
  }

  @Test
  @Timeout(120)
  void aSlowReceiverTimesOutAndHoldsUpNoOther() throws Exception {
    Receiver slow = receiver();
    Webhooks.Created slowCreated = told(slow);
    CountDownLatch over = new CountDownLatch(1);
    slow.answer =
        _ -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return 200;
        };
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_slow");
    try (ExecutorService node = Executors.newSingleThreadExecutor()) {
      Future<Boolean> sending =
          node.submit(() -> {
            worker.runAll();
            return true;
          });
      while (slow.messages.isEmpty()) {
        Thread.onSpinWait();
      }
      Receiver quick = receiver();
      told(quick);
      webhooks.all().stream()
          .filter(it -> it.url().equals(quick.url()))
          .forEach(it -> webhooks.test(Actor.SYSTEM, it.id()));
      worker.runAll();
      assertThat(quick.types()).containsExactly("webhook.test");
      assertThat(sending.get()).isTrue();
    } finally {
      over.countDown();
    }
    assertThat(last(slowCreated).status()).isNull();
    assertThat(last(slowCreated).noAnswer()).isEqualTo(WebhookDelivery.NoAnswer.TIMEOUT);
  }

  @Test
  void eventsAreDroppedAfterTheirTime() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver);
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_old");
    worker.runAll();
    assertThat(receiver.messages).hasSize(1);
    clock.advance(Duration.ofDays(91));
    worker.runAll();
    // The time brings news of other tests' workspaces.
    assertThat(webhooks.deliveries(created.endpoint().id(), Long.MAX_VALUE, 1_000))
        .noneMatch(it -> "wksp_old".equals(it.subject()));
  }
}
