package io.countinghouse.webhook;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.BufferMoved;
import io.countinghouse.locking.LockEvent;
import io.countinghouse.locking.LockEvents;
import io.countinghouse.locking.LockReminder;
import io.countinghouse.locking.WorkspaceCleared;
import io.countinghouse.locking.WorkspaceDissolved;
import io.countinghouse.locking.WorkspaceLocked;
import io.countinghouse.locking.WorkspaceReopened;
import io.countinghouse.locking.WorkspaceUnlocked;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementMoved;
import io.countinghouse.marketplace.AgreementSucceeded;
import io.countinghouse.settlement.CloudAccountEnding;
import io.countinghouse.settlement.CloudAccountEndingRevoked;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.PayersChanged;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Which fact becomes which event; in the transaction of the fact. */
@Component
class WebhookListener {

  private final WebhookEvents events;
  private final BusinessClock clock;

  WebhookListener(WebhookEvents events, BusinessClock clock) {
    this.events = events;
    this.clock = clock;
  }

  @EventListener
  void on(AgreementMoved moved) {
    if (moved.from().state() != moved.to().state()) {
      Optional<WebhookType> type =
          switch (moved.to().state()) {
            case ACTIVE -> Optional.of(WebhookType.AGREEMENT_ACTIVE);
            case ENDING -> Optional.of(WebhookType.AGREEMENT_ENDING);
            case ENDED -> Optional.of(WebhookType.AGREEMENT_ENDED);
            case FAILED -> Optional.of(WebhookType.AGREEMENT_FAILED);
            case SUCCEEDED -> Optional.of(WebhookType.AGREEMENT_SUCCEEDED);
            case PENDING -> Optional.empty();
          };
      type.ifPresent(it -> events.put(List.of(agreement(it, moved.to(), moved.at(), Map.of()))));
    }
  }

  /** Often only now it is known which one follows. */
  @EventListener
  void on(AgreementSucceeded succeeded) {
    Map<String, String> successor = Map.of("successor", succeeded.to().id().value());
    events.put(
        List.of(
            agreement(
                WebhookType.AGREEMENT_SUCCEEDED, succeeded.from(), succeeded.at(), successor)));
  }

  private static WebhookEvent agreement(
      WebhookType type, Agreement agreement, Instant at, Map<String, String> more) {
    Map<String, String> data = new HashMap<>(more);
    data.put("product", agreement.productCode());
    if (agreement.awsAccountId() != null) {
      data.put("awsAccount", agreement.awsAccountId());
    }
    return new WebhookEvent(type, agreement.id().value(), at, data);
  }

  @EventListener
  void on(PayersChanged changed) {
    events.put(
        changed.changes().stream()
            .flatMap(it -> bound(it.workspace(), Optional.ofNullable(it.after()), changed.at()))
            .toList());
  }

  private static Stream<WebhookEvent> bound(
      WorkspaceId workspace, Optional<Payer> payer, Instant at) {
    return payer.stream()
        .map(it -> workspace(WebhookType.WORKSPACE_BOUND, workspace, at, settledBy(it)));
  }

  private static Map<String, String> settledBy(Payer payer) {
    return switch (payer) {
      case Payer.CloudAccount account ->
          Map.of(
              "settlement", "aws",
              "billingAccount", account.billingAccount().value(),
              "agreement", account.agreement().value());
      case Payer.BillingCenter center ->
          Map.of("settlement", "billing-center", "billingAccount", center.billingAccount().value());
    };
  }

  @EventListener
  void on(CloudAccountEnding ending) {
    Instant now = clock.now();
    Map<String, String> data =
        Map.of("agreement", ending.agreement().value(), "deadline", ending.deadline().toString());
    events.put(
        ending.workspaces().stream()
            .map(it -> workspace(WebhookType.WORKSPACE_ENDING, it, now, data))
            .toList());
  }

  @EventListener
  void on(CloudAccountEndingRevoked revoked) {
    Map<String, String> data = Map.of("agreement", revoked.agreement().value());
    events.put(
        revoked.workspaces().stream()
            .map(it -> workspace(WebhookType.WORKSPACE_ENDING_REVOKED, it, revoked.at(), data))
            .toList());
  }

  @EventListener
  void on(LockEvents happened) {
    events.put(happened.events().stream().flatMap(it -> of(it).stream()).toList());
  }

  private static Optional<WebhookEvent> of(LockEvent event) {
    return switch (event) {
      case WorkspaceLocked it ->
          Optional.of(
              of(
                  it,
                  WebhookType.WORKSPACE_LOCKED,
                  Map.of(
                      "cause", it.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                      "bufferEndsAt", it.bufferEndsAt().toString())));
      case BufferMoved it ->
          Optional.of(
              of(
                  it,
                  WebhookType.WORKSPACE_BUFFER_MOVED,
                  Map.of("bufferEndsAt", it.bufferEndsAt().toString())));
      case WorkspaceUnlocked it -> Optional.of(of(it, WebhookType.WORKSPACE_UNLOCKED, Map.of()));
      case WorkspaceCleared it -> Optional.of(of(it, WebhookType.WORKSPACE_CLEARED, Map.of()));
      case WorkspaceDissolved it -> Optional.of(of(it, WebhookType.WORKSPACE_DISSOLVED, Map.of()));
      case WorkspaceReopened it -> Optional.of(of(it, WebhookType.WORKSPACE_REOPENED, Map.of()));
      case LockReminder _ -> Optional.empty();
    };
  }

  private static WebhookEvent of(LockEvent event, WebhookType type, Map<String, String> more) {
    return workspace(type, event.workspace(), event.at(), more);
  }

  private static WebhookEvent workspace(
      WebhookType type, WorkspaceId workspace, Instant at, Map<String, String> data) {
    return new WebhookEvent(type, workspace.value(), at, data);
  }
}
