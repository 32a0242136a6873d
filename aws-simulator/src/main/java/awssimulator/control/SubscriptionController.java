package awssimulator.control;

import awssimulator.control.SubscriptionViews.Subscription;
import awssimulator.market.Account;
import awssimulator.market.Accounts;
import awssimulator.market.Agreement;
import awssimulator.market.AgreementHistory;
import awssimulator.market.Agreements;
import awssimulator.market.Offer.Payment;
import awssimulator.market.RegistrationTokens;
import awssimulator.market.Suspensions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts and their subscriptions. */
@RestController
@RequestMapping("/control")
class SubscriptionController {
  private final Accounts accounts;
  private final Agreements agreements;
  private final AgreementHistory history;
  private final RegistrationTokens tokens;
  private final Suspensions suspensions;
  private final SubscriptionViews views;

  SubscriptionController(
      Accounts accounts,
      Agreements agreements,
      AgreementHistory history,
      RegistrationTokens tokens,
      Suspensions suspensions,
      SubscriptionViews views) {
    this.accounts = accounts;
    this.agreements = agreements;
    this.history = history;
    this.tokens = tokens;
    this.suspensions = suspensions;
    this.views = views;
  }

  record NewAccount(@Nullable String name) {}

  /**
   * A subscription to make.
   *
   * @param notifications "send", the default, or "hold"
   * @param payment "ok", the default, "pending" or "fail"
   * @param offer what is accepted; the public offer if absent
   */
  record NewSubscription(
      @Nullable String accountId,
      @Nullable String productCode,
      @Nullable String notifications,
      @Nullable String payment,
      @Nullable OfferRequest offer) {}

  record Subscribed(
      String agreementId,
      @Nullable String licenseArn,
      String customerIdentifier,
      String customerAwsAccountId,
      String registrationToken,
      String fulfillmentUrl,
      @Nullable String offerType) {}

  /**
   * What the landing form posts.
   *
   * @param offerType the value of x-amzn-marketplace-offer-type; null where the form has none
   */
  record Token(String registrationToken, String fulfillmentUrl, @Nullable String offerType) {}

  record Released(int sent) {}

  @GetMapping("/accounts")
  List<Account> accounts() {
    return accounts.all();
  }

  @PostMapping("/accounts")
  @ResponseStatus(HttpStatus.CREATED)
  Account create(@RequestBody NewAccount account) {
    return accounts.create(Required.text(account.name(), "name"));
  }

  @PostMapping("/accounts/{accountId}/suspend")
  Account suspend(@PathVariable String accountId) {
    return suspensions.suspend(accountId, true);
  }

  @PostMapping("/accounts/{accountId}/resume")
  Account resume(@PathVariable String accountId) {
    return suspensions.suspend(accountId, false);
  }

  @GetMapping("/subscriptions")
  List<Subscription> subscriptions() {
    return agreements.all().stream().map(views::view).toList();
  }

  @PostMapping("/subscriptions")
  @ResponseStatus(HttpStatus.CREATED)
  Subscribed subscribe(@RequestBody NewSubscription request) {
    boolean hold = hold(request.notifications());
    Agreement agreement =
        agreements.subscribe(
            Required.text(request.accountId(), "accountId"),
            Required.text(request.productCode(), "productCode"),
            OfferRequest.orStandard(request.offer()),
            payment(request.payment()),
            hold);
    Account account = agreements.account(agreement.accountId());
    return new Subscribed(
        agreement.agreementId(),
        views.licenseArn(agreement),
        account.customerIdentifier(),
        account.accountId(),
        tokens.issue(agreement.agreementId()),
        fulfillmentUrl(agreement),
        offerType(agreement));
  }

  private static Payment payment(@Nullable String payment) {
    return switch (payment == null ? "ok" : payment) {
      case "ok" -> Payment.OK;
      case "pending" -> Payment.PENDING;
      case "fail" -> Payment.FAIL;
      default -> throw new BadRequest("payment is ok, pending or fail");
    };
  }

  private static @Nullable String offerType(Agreement agreement) {
    return agreement.freeTrial() ? RegistrationTokens.FREE_TRIAL : null;
  }

  private static boolean hold(@Nullable String notifications) {
    if (notifications == null || notifications.equals("send")) {
      return false;
    }
    if (notifications.equals("hold")) {
      return true;
    }
    throw new BadRequest("notifications is send or hold");
  }

  @GetMapping("/subscriptions/{agreementId}")
  Subscription subscription(@PathVariable String agreementId) {
    return views.view(agreements.agreement(agreementId));
  }

  @PostMapping("/subscriptions/{agreementId}/token")
  @ResponseStatus(HttpStatus.CREATED)
  Token token(@PathVariable String agreementId) {
    String token = tokens.issue(agreementId);
    Agreement agreement = agreements.agreement(agreementId);
    return new Token(token, fulfillmentUrl(agreement), offerType(agreement));
  }

  @GetMapping("/subscriptions/{agreementId}/history")
  List<AgreementHistory.Entry> history(@PathVariable String agreementId) {
    return history.of(agreements.agreement(agreementId).agreementId());
  }

  @PostMapping("/subscriptions/{agreementId}/cancel")
  Subscription cancel(@PathVariable String agreementId) {
    return views.view(agreements.cancel(agreementId));
  }

  @PostMapping("/subscriptions/{agreementId}/notifications/release")
  Released release(@PathVariable String agreementId) {
    return new Released(agreements.release(agreementId));
  }

  private String fulfillmentUrl(Agreement agreement) {
    return agreements.product(agreement.productCode()).fulfilmentUrl().toString();
  }
}
