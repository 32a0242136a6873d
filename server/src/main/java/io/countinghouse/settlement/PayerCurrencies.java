package io.countinghouse.settlement;

import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
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

  /** The currency of each of these payers. */
  public Map<Payer, Currency> of(Collection<Payer> payers) {
    Map<Payer, Currency> currencies = new HashMap<>();
    for (Payer payer : payers) {
      currencies.computeIfAbsent(payer, this::of);
    }
    return currencies;
  }

  private Currency of(Payer payer) {
    return switch (payer) {
      case Payer.CloudAccount(BillingAccountId _, AgreementId agreement) ->
          products.get(agreements.find(agreement).orElseThrow().productCode()).currency();
      case Payer.BillingCenter(BillingAccountId account) ->
          billingAccounts.find(account).orElseThrow().currency();
    };
  }
}
