package awssimulator.market;

import awssimulator.market.AgreementHistory.What;
import awssimulator.market.MarketRefusal.Reason;
import org.springframework.stereotype.Component;

/**
 * AWS suspends buyers' accounts: usage of all their agreements is answered CustomerNotSubscribed,
 * and no message says why (facts P24).
 */
@Component
public final class Suspensions {
  private final Accounts accounts;
  private final Agreements agreements;
  private final AgreementHistory history;
  private final Changes changes;

  Suspensions(Accounts accounts, Agreements agreements, AgreementHistory history, Changes changes) {
    this.accounts = accounts;
    this.agreements = agreements;
    this.history = history;
    this.changes = changes;
  }

  /**
   * Suspends an account or lifts its suspension.
   *
   * @throws MarketRefusal NOT_FOUND for an unknown account, CONFLICT if nothing would change
   */
  public Account suspend(String accountId, boolean suspended) {
    return changes.change(now -> {
      if (agreements.account(accountId).suspended() == suspended) {
        throw new MarketRefusal(
            Reason.CONFLICT,
            "Account %s is %s"
                .formatted(accountId, suspended ? "suspended already" : "not suspended"));
      }
      accounts.suspend(accountId, suspended);
      agreements.all().stream()
          .filter(a -> a.accountId().equals(accountId) && a.living())
          .forEach(a ->
              history.add(
                  a.agreementId(), now, suspended ? What.SUSPENDED : What.RESUMED, accountId));
      return agreements.account(accountId);
    });
  }
}
