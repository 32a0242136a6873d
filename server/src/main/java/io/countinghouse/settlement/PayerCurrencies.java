package io.countinghouse.settlement;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a payer is charged in: a cloud account in its product's currency, a billing account in its
 * own.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class PayerCurrencies {

  private final Agreements agreements;
  private final Products products;
  private final BillingAccounts billingAccounts;

  PayerCurrencies(Agreements agreements, Products products, BillingAccounts billingAccounts) {
    this.agreements = agreements;
    this.products = products;
    this.billingAccounts = billingAccounts;
  }

  /** The currency of each of these payers, in two queries. */
  public Map<Payer, Currency> of(Collection<Payer> payers) {
    Map<AgreementId, Currency> ofAgreement = new HashMap<>();
    for (Agreement agreement : agreements.all(agreementsOf(payers))) {
      ofAgreement.put(agreement.id(), products.get(agreement.productCode()).currency());
    }
    Map<BillingAccountId, Currency> ofAccount = new HashMap<>();
    for (BillingAccount account : billingAccounts.all(accountsOf(payers))) {
      ofAccount.put(account.id(), account.currency());
    }
    Map<Payer, Currency> currencies = new HashMap<>();
    for (Payer payer : payers) {
      Currency currency =
          switch (payer) {
            case Payer.CloudAccount(BillingAccountId _, AgreementId id) -> ofAgreement.get(id);
            case Payer.BillingCenter(BillingAccountId id) -> ofAccount.get(id);
          };
      currencies.put(payer, Objects.requireNonNull(currency, () -> "no row of payer " + payer));
    }
    return currencies;
  }

  private static Set<AgreementId> agreementsOf(Collection<Payer> payers) {
    Set<AgreementId> ids = new HashSet<>();
    for (Payer payer : payers) {
      if (payer instanceof Payer.CloudAccount account) {
        ids.add(account.agreement());
      }
    }
    return ids;
  }

  private static Set<BillingAccountId> accountsOf(Collection<Payer> payers) {
    Set<BillingAccountId> ids = new HashSet<>();
    for (Payer payer : payers) {
      if (payer instanceof Payer.BillingCenter account) {
        ids.add(account.billingAccount());
      }
    }
    return ids;
  }
}
