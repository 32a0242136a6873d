package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Successions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether a billing account may take a landed agreement, and taking it: an agreement has one
 * holder, whoever comes first under its row lock.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class SetUpGate {

  private final Agreements agreements;
  private final Successions successions;
  private final CloudAccounts cloudAccounts;
  private final BillingAccounts billingAccounts;
  private final AuditTrail audit;
  private final BusinessClock clock;

  SetUpGate(
      Agreements agreements,
      Successions successions,
      CloudAccounts cloudAccounts,
      BillingAccounts billingAccounts,
      AuditTrail audit,
      BusinessClock clock) {
    this.agreements = agreements;
    this.successions = successions;
    this.cloudAccounts = cloudAccounts;
    this.billingAccounts = billingAccounts;
    this.audit = audit;
    this.clock = clock;
  }

  /** Who holds an agreement now. */
  Optional<BillingAccount> holderOf(AgreementId agreement) {
    return cloudAccounts
        .heldBy(agreement)
        .flatMap(account -> billingAccounts.find(account.billingAccount()));
  }

  /**
   * Locks an agreement and says why it cannot be set up.
   *
   * @param by who wants it; empty for an account that is still to be made
   * @return empty when it can
   */
  Optional<SetUp.Outcome> refusal(AgreementId id, @Nullable BillingAccountId by) {
    Agreement agreement = agreements.lock(id);
    Optional<BillingAccount> holder = holderOf(id);
    if (holder.isPresent() && !holder.get().id().equals(by)) {
      return Optional.of(new SetUp.Outcome.AlreadyHeld(holder.get().maskedUsername()));
    }
    // Its workspaces come by themselves: a second tenant would keep them away (facts, P18).
    if (successions.predecessorsOf(id).stream()
        .anyMatch(before -> cloudAccounts.heldBy(before).isPresent())) {
      return Optional.of(new SetUp.Outcome.NotUsable(AgreementState.SUCCEEDED));
    }
    return switch (agreement.state()) {
      case ENDING, ENDED, FAILED, SUCCEEDED ->
          Optional.of(new SetUp.Outcome.NotUsable(agreement.state()));
      case PENDING, ACTIVE -> Optional.empty();
    };
  }

  /** Whether AWS has confirmed an agreement that the transaction has locked. */
  boolean isActive(AgreementId agreement) {
    return agreements.lock(agreement).state() == AgreementState.ACTIVE;
  }

  /** Makes an account the holder of an agreement, unless it is that already. */
  void take(AgreementId agreement, BillingAccountId holder, Actor by) {
    if (cloudAccounts.heldBy(agreement).isPresent()) {
      return;
    }
    cloudAccounts.register(agreement, holder, clock.now());
    audit.record(
        by,
        "cloud-account.registered",
        agreement.value(),
        Map.of("billingAccount", holder.value()));
  }
}
