package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
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
    Set<Payer> distinct = new HashSet<>(payers.values());
    Map<Payer, Currency> currencyOf = currencies.of(distinct);
    Map<AgreementId, Product> productOf = productsOf(distinct);
    Map<Payer, Terms> termsOf = new HashMap<>();
    for (Payer payer : distinct) {
      Product product =
          switch (payer) {
            case Payer.CloudAccount account -> productOf.get(account.agreement());
            case Payer.BillingCenter _ -> null;
          };
      termsOf.put(payer, new Terms(payer, Objects.requireNonNull(currencyOf.get(payer)), product));
    }
    Map<WorkspaceId, Terms> terms = new HashMap<>();
    payers.forEach(
        (workspace, payer) -> terms.put(workspace, Objects.requireNonNull(termsOf.get(payer))));
    return terms;
  }

  private Map<AgreementId, Product> productsOf(Collection<Payer> payers) {
    List<AgreementId> ids = new ArrayList<>();
    for (Payer payer : payers) {
      if (payer instanceof Payer.CloudAccount account) {
        ids.add(account.agreement());
      }
    }
    Map<AgreementId, Product> productOf = new HashMap<>();
    for (Agreement agreement : agreements.all(ids)) {
      productOf.put(agreement.id(), products.get(agreement.productCode()));
    }
    return productOf;
  }
}
