package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementMoved;
import io.countinghouse.marketplace.AgreementSucceeded;
import io.countinghouse.marketplace.Products;
import io.countinghouse.marketplace.SuccessionCheck;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves holder and workspaces of a renewed or replaced agreement to the one that follows it;
 * nothing locks on the way.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class SuccessionFollower implements SuccessionCheck {

  /** The successor is charged in another currency. */
  static final String OTHER_CURRENCY = "OTHER_CURRENCY";

  /** The successor was set up by another billing account. */
  static final String OTHER_HOLDER = "OTHER_HOLDER";

  private final CloudAccounts accounts;
  private final PayerChanges payers;
  private final Products products;
  private final AuditTrail audit;

  SuccessionFollower(
      CloudAccounts accounts, PayerChanges payers, Products products, AuditTrail audit) {
    this.accounts = accounts;
    this.payers = payers;
    this.products = products;
    this.audit = audit;
  }

  /** {@link #OTHER_CURRENCY} or {@link #OTHER_HOLDER}, if one of them is so. */
  @Override
  public Optional<String> objection(Agreement from, Agreement to) {
    if (!products
        .get(from.productCode())
        .currency()
        .equals(products.get(to.productCode()).currency())) {
      return Optional.of(OTHER_CURRENCY);
    }
    Optional<BillingAccountId> holder = holderOf(from.id());
    Optional<BillingAccountId> next = holderOf(to.id());
    return holder.isPresent() && next.isPresent() && !holder.equals(next)
        ? Optional.of(OTHER_HOLDER)
        : Optional.empty();
  }

  @EventListener
  @Order(AgreementMoved.Order.SETTLEMENT)
  void on(AgreementSucceeded succeeded) {
    Agreement from = succeeded.from();
    Agreement to = succeeded.to();
    objection(from, to)
        .ifPresent(objection -> {
          throw new IllegalStateException(
              "agreement %s cannot hand over to %s: %s".formatted(from.id(), to.id(), objection));
        });
    accounts.heldBy(from.id()).ifPresent(account -> handOver(account, to.id(), succeeded.at()));
    payers.move(from.id(), to.id(), succeeded.at());
    payers.startIntended(from.id(), to.id(), succeeded.at());
  }

  private void handOver(CloudAccount account, AgreementId to, Instant at) {
    accounts.remove(account, CloudAccounts.Removal.SUCCEEDED, at);
    if (accounts.heldBy(to).isEmpty()) {
      accounts.register(to, account.billingAccount(), at);
    }
    audit.record(
        Actor.SYSTEM,
        "cloud-account.handed-over",
        account.agreement().value(),
        Map.of("to", to.value(), "billingAccount", account.billingAccount().value()));
  }

  private Optional<BillingAccountId> holderOf(AgreementId agreement) {
    return accounts.heldBy(agreement).map(CloudAccount::billingAccount);
  }
}
