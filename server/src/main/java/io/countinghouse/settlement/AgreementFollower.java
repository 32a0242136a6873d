package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementMoved;
import io.countinghouse.marketplace.Products;
import java.time.Instant;
import java.util.List;
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

  private final CloudAccounts accounts;
  private final Bindings bindings;
  private final PayerChanges payers;
  private final Products products;
  private final ApplicationEventPublisher events;

  AgreementFollower(
      CloudAccounts accounts,
      Bindings bindings,
      PayerChanges payers,
      Products products,
      ApplicationEventPublisher events) {
    this.accounts = accounts;
    this.bindings = bindings;
    this.payers = payers;
    this.products = products;
    this.events = events;
  }

  @EventListener
  @Order(AgreementMoved.Order.SETTLEMENT)
  void on(AgreementMoved moved) {
    switch (moved.to().state()) {
      case ACTIVE -> active(moved);
      case FAILED -> payers.dropIntended(moved.to().id());
      case ENDING -> ending(moved.to());
      case ENDED -> ended(moved.to(), moved.at());
      case PENDING, SUCCEEDED -> {
        // Nothing begins with PENDING; with SUCCEEDED only when its successor is active.
      }
    }
  }

  private void active(AgreementMoved moved) {
    AgreementId id = moved.to().id();
    if (moved.disprovesTheEnd() && accounts.heldBy(id).isEmpty()) {
      accounts.lastRemoved(id).ifPresent(removed -> restore(removed, moved.at()));
    }
    payers.startIntended(id, moved.at());
  }

  private void restore(CloudAccount removed, Instant at) {
    accounts.register(removed.agreement(), removed.billingAccount(), at);
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
    payers.dropIntended(agreement.id());
    List<WorkspaceId> bound = bindings.workspacesOf(agreement.id());
    payers.change(bound, null, at);
    accounts
        .heldBy(agreement.id())
        .ifPresent(account -> {
          accounts.remove(account, at);
          events.publishEvent(
              new CloudAccountRemoved(
                  agreement.id(), account.billingAccount(), awsAccountOf(agreement), bound, at));
        });
  }

  private static String awsAccountOf(Agreement agreement) {
    return agreement.awsAccountId() == null ? "" : agreement.awsAccountId();
  }
}
