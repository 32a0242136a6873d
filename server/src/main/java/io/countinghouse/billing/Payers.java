package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.Bindings;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.PayerCurrencies;
import io.countinghouse.usage.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who pays for workspaces, and on what terms. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Payers {

  private final Bindings bindings;
  private final PayerCurrencies currencies;
  private final Agreements agreements;
  private final Products products;

  /**
   * @throws IllegalArgumentException if a product gives a dimension to an item that is none
   */
  Payers(Bindings bindings, PayerCurrencies currencies, Agreements agreements, Products products) {
    this.bindings = bindings;
    this.currencies = currencies;
    this.agreements = agreements;
    this.products = products;
    for (Product product : products.all()) {
      for (String item : product.itemDimensions().keySet()) {
        if (Item.find(item).isEmpty()) {
          throw new IllegalArgumentException(
              "countinghouse.marketplace.products: item-dimensions of %s names %s, which is no item"
                  .formatted(product.id(), item));
        }
      }
    }
  }

  /**
   * What a payer is charged in, and where it goes.
   *
   * @param product whose metering dimensions it goes to; empty when the billing account pays
   */
  record Terms(Payer payer, Currency currency, @Nullable Product product) {

    /** The metering dimension that an item's fees go to; empty when the billing account pays. */
    @Nullable String dimensionOf(Item item) {
      return product == null ? null : product.dimensionOf(item.id());
    }
  }

  /** The terms of the payers just before an instant; a workspace without one is left out. */
  Map<WorkspaceId, Terms> justBefore(Collection<WorkspaceId> workspaces, Instant instant) {
    Map<WorkspaceId, Payer> payers = bindings.payersJustBefore(workspaces, instant);
    Map<Payer, Terms> termsOf = termsOf(new HashSet<>(payers.values()));
    Map<WorkspaceId, Terms> terms = new HashMap<>();
    payers.forEach(
        (workspace, payer) -> terms.put(workspace, Objects.requireNonNull(termsOf.get(payer))));
    return terms;
  }

  private Map<Payer, Terms> termsOf(Set<Payer> payers) {
    List<Payer> ofThemselves = new ArrayList<>();
    List<Payer.CloudAccount> ofAgreements = new ArrayList<>();
    for (Payer payer : payers) {
      switch (payer) {
        case Payer.CloudAccount account -> ofAgreements.add(account);
        case Payer.BillingCenter account -> ofThemselves.add(account);
      }
    }
    Map<Payer, Terms> termsOf = new HashMap<>();
    currencies
        .of(ofThemselves)
        .forEach((payer, currency) -> termsOf.put(payer, new Terms(payer, currency, null)));
    Map<AgreementId, Product> productOf = productsOf(ofAgreements);
    for (Payer.CloudAccount account : ofAgreements) {
      Product product = Objects.requireNonNull(productOf.get(account.agreement()));
      termsOf.put(account, new Terms(account, product.currency(), product));
    }
    return termsOf;
  }

  private Map<AgreementId, Product> productsOf(List<Payer.CloudAccount> accounts) {
    List<AgreementId> ids =
        accounts.stream().map(Payer.CloudAccount::agreement).distinct().toList();
    Map<AgreementId, Product> productOf = new HashMap<>();
    agreements.productCodes(ids).forEach((id, code) -> productOf.put(id, products.get(code)));
    return productOf;
  }
}
