package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementMoved;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.EndMoved;
import io.countinghouse.marketplace.Products;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What an agreement's move means for cloud accounts and bindings; in the transaction of the move.
 */
@Component
class AgreementFollower {

  private static final Duration NEARLY_THE_SAME = Duration.ofMinutes(5);

  private final CloudAccounts accounts;
  private final Bindings bindings;
  private final PayerChanges payers;
  private final Products products;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;

  AgreementFollower(
      CloudAccounts accounts,
      Bindings bindings,
      PayerChanges payers,
      Products products,
      AuditTrail audit,
      ApplicationEventPublisher events) {
    this.accounts = accounts;
    this.bindings = bindings;
    this.payers = payers;
    this.products = products;
    this.audit = audit;
    this.events = events;
  }

  @EventListener
  @Order(AgreementMoved.Order.SETTLEMENT)
  void on(AgreementMoved moved) {
    switch (moved.to().state()) {
      case ACTIVE -> active(moved);
      case FAILED -> failed(moved.to(), moved.at());
      case ENDING -> ending(moved.to());
      case ENDED -> ended(moved.to(), moved.at());
      case SUCCEEDED -> {
        revokeTheEnding(moved);
        undoTheEnd(moved);
      }
      case PENDING -> {
        // Nothing begins with it.
      }
    }
  }

  /**
   * Who was told of the end is told of the earlier deadline, unless it is nearly the same: the two
   * events of one end are moments apart and come in any order (facts, C2).
   */
  @EventListener
  void on(EndMoved moved) {
    Instant since = Objects.requireNonNull(moved.agreement().endingSince());
    if (since.isBefore(moved.known().minus(NEARLY_THE_SAME))) {
      ending(moved.agreement());
    }
  }

  private void active(AgreementMoved moved) {
    AgreementId id = moved.to().id();
    revokeTheEnding(moved);
    if (moved.disprovesTheEnd()) {
      undoTheEnd(moved);
    }
    payers.startIntended(id, id, moved.at());
  }

  private void revokeTheEnding(AgreementMoved moved) {
    Agreement agreement = moved.to();
    if (moved.from().state() == AgreementState.ENDING) {
      accounts
          .heldBy(agreement.id())
          .ifPresent(account ->
              events.publishEvent(
                  new CloudAccountEndingRevoked(
                      agreement.id(),
                      account.billingAccount(),
                      awsAccountOf(agreement),
                      bindings.workspacesOf(agreement.id()),
                      moved.at())));
    }
  }

  /**
   * What an end took away comes back; a renewed agreement keeps it until its successor is active.
   */
  private void undoTheEnd(AgreementMoved moved) {
    AgreementId id = moved.to().id();
    boolean samePeriod =
        Objects.equals(moved.from().periodStartedAt(), moved.to().periodStartedAt());
    if (moved.from().state() == AgreementState.ENDED
        && samePeriod
        && accounts.heldBy(id).isEmpty()) {
      accounts.removedByTheLastEnd(moved.to()).ifPresent(removed -> restore(removed, moved.at()));
    }
  }

  /** It never began: the customer can set up again, on this or another subscription. */
  private void failed(Agreement agreement, Instant at) {
    List<WorkspaceId> dropped = payers.dropIntended(agreement.id(), at);
    accounts
        .heldBy(agreement.id())
        .ifPresent(account -> {
          accounts.remove(account, CloudAccounts.Removal.FAILED, at);
          record("cloud-account.released", account);
          events.publishEvent(
              new CloudAccountReleased(
                  agreement.id(), account.billingAccount(), awsAccountOf(agreement), dropped, at));
        });
  }

  private void restore(CloudAccount removed, Instant at) {
    accounts.register(removed.agreement(), removed.billingAccount(), at);
    record("cloud-account.registered", removed);
    payers.restore(removed.agreement(), Objects.requireNonNull(removed.removedAt()), at);
  }

  private void ending(Agreement agreement) {
    accounts
        .heldBy(agreement.id())
        .ifPresent(account -> {
          Instant since = Objects.requireNonNull(agreement.endingSince());
          Instant deadline = since.plus(products.get(agreement.productCode()).finalWindow());
          events.publishEvent(
              new CloudAccountEnding(
                  agreement.id(),
                  account.billingAccount(),
                  awsAccountOf(agreement),
                  bindings.workspacesOf(agreement.id()),
                  deadline));
        });
  }

  private void ended(Agreement agreement, Instant at) {
    payers.dropIntended(agreement.id(), at);
    List<WorkspaceId> bound = bindings.workspacesOf(agreement.id());
    payers.end(bound, at);
    accounts
        .heldBy(agreement.id())
        .ifPresent(account -> {
          accounts.remove(account, CloudAccounts.Removal.ENDED, at);
          record("cloud-account.removed", account);
          events.publishEvent(
              new CloudAccountRemoved(
                  agreement.id(), account.billingAccount(), awsAccountOf(agreement), bound, at));
        });
  }

  private void record(String action, CloudAccount account) {
    audit.record(
        Actor.SYSTEM,
        action,
        account.agreement().value(),
        Map.of("billingAccount", account.billingAccount().value()));
  }

  private static String awsAccountOf(Agreement agreement) {
    return agreement.awsAccountId() == null ? "" : agreement.awsAccountId();
  }
}
