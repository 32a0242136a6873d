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
import io.countinghouse.marketplace.Why;
import java.time.Instant;
import java.util.Currency;
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

  /** Another currency, or another holder. */
  @Override
  public Optional<String> objection(Agreement from, Agreement to) {
    Currency before = products.get(from.productCode()).currency();
    Currency after = products.get(to.productCode()).currency();
    if (!before.equals(after)) {
      return Optional.of(Why.OTHER_CURRENCY.of(to.id(), after, before));
    }
    Optional<BillingAccountId> holder = holderOf(from.id());
    Optional<BillingAccountId> next = holderOf(to.id());
    return holder.isPresent() && next.isPresent() && !holder.equals(next)
        ? Optional.of(Why.OTHER_HOLDER.of(to.id()))
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
