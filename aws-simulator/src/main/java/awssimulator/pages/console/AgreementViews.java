package awssimulator.pages.console;

import awssimulator.market.Account;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.market.CancellationRequest;
import awssimulator.market.SellerRequests;
import awssimulator.market.Terms;
import awssimulator.pages.Times;
import awssimulator.settings.ProductSettings;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Agreements in the reader's language. */
@Component
class AgreementViews {
  private final Agreements agreements;
  private final SellerRequests requests;

  AgreementViews(Agreements agreements, SellerRequests requests) {
    this.agreements = agreements;
    this.requests = requests;
  }

  /** An agreement, its times as text. */
  record View(
      String id,
      String productCode,
      String productTitle,
      String model,
      String accountId,
      String accountName,
      String licenseArn,
      String state,
      @Nullable String awsStatus,
      boolean holding,
      boolean suspended,
      boolean advisory,
      String createdAt,
      String activeAt,
      String cancelledAt,
      String windowEndsAt,
      String endedAt,
      String offerId,
      boolean privateOffer,
      boolean freeTrial,
      String freeTrialEndsAt,
      String intent,
      @Nullable String previousAgreementId,
      String startAt,
      String endAt,
      boolean autoRenew,
      @Nullable String resellerAccountId,
      String quantities) {
    /** What a search looks at. */
    String searched() {
      return String.join(
              " ",
              id,
              productCode,
              productTitle,
              accountId,
              accountName,
              licenseArn,
              state,
              offerId,
              String.valueOf(awsStatus),
              String.valueOf(previousAgreementId))
          .toLowerCase(Locale.ROOT);
    }
  }

  /** A seller's wish to cancel. */
  record Wish(String id, String reasonCode, String status, boolean open, String updatedAt) {}

  View view(Agreement a, Locale locale) {
    ProductSettings product = agreements.product(a.productCode());
    Account account = agreements.account(a.accountId());
    Terms terms = a.terms();
    return new View(
        a.agreementId(),
        a.productCode(),
        product.title(locale),
        product.model().label(),
        a.accountId(),
        account.name(),
        a.licenseArn(),
        a.state().name(),
        a.awsStatus() == null ? null : a.awsStatus().name(),
        a.holding(),
        a.suspended(),
        a.marks().advisoryOpen(),
        Times.minute(a.createdAt()),
        Times.minute(a.activeAt()),
        Times.minute(a.cancelledAt()),
        Times.minute(a.windowEndsAt()),
        Times.minute(a.endedAt()),
        a.offerId(),
        terms.privateOffer(),
        a.freeTrial(),
        Times.minute(terms.freeTrialEndsAt()),
        a.intent().name(),
        a.previousAgreementId(),
        Times.minute(a.startAt()),
        Times.minute(a.endAt()),
        terms.renewal().enabled(),
        terms.reseller() == null ? null : terms.reseller().accountId(),
        String.join(
            ", ",
            terms.quantities().entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .toList()));
  }

  List<Wish> wishes(Agreement agreement) {
    return requests.cancellations(agreement.agreementId()).stream()
        .map(AgreementViews::wish)
        .toList();
  }

  private static Wish wish(CancellationRequest r) {
    return new Wish(
        r.requestId(),
        r.reasonCode(),
        r.status().name(),
        r.approveAt() != null,
        Times.minute(r.updatedAt()));
  }
}
