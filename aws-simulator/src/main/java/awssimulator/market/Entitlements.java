package awssimulator.market;

import awssimulator.market.Agreement.State;
import java.util.List;
import org.springframework.stereotype.Component;

/** What contracts grant now; nothing once an agreement's end was told. */
@Component
public final class Entitlements {
  private final Agreements agreements;

  Entitlements(Agreements agreements) {
    this.agreements = agreements;
  }

  /** The entitlements of all active agreements about a product, in the order of their making. */
  public List<Entitlement> of(String productCode) {
    return agreements.all().reversed().stream()
        .filter(a -> a.productCode().equals(productCode) && a.state() == State.ACTIVE)
        .flatMap(a ->
            a.terms().quantities().entrySet().stream()
                .map(granted ->
                    new Entitlement(
                        productCode,
                        granted.getKey(),
                        a.accountId(),
                        agreements.account(a.accountId()).customerIdentifier(),
                        a.licenseArn(),
                        granted.getValue(),
                        a.endAt())))
        .toList();
  }
}
