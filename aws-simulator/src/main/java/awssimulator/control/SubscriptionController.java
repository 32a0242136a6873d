package awssimulator.control;

import awssimulator.market.Account;
import awssimulator.market.Accounts;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.market.RegistrationTokens;
import java.time.Instant;
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
  private final RegistrationTokens tokens;

  SubscriptionController(Accounts accounts, Agreements agreements, RegistrationTokens tokens) {
    this.accounts = accounts;
    this.agreements = agreements;
    this.tokens = tokens;
  }

  record NewAccount(@Nullable String name) {}

  /** {@code notifications} is "send", the default, or "hold". */
  record NewSubscription(
      @Nullable String accountId, @Nullable String productCode, @Nullable String notifications) {}

  record Subscribed(
      String agreementId,
      @Nullable String licenseArn,
      String customerIdentifier,
      String customerAwsAccountId,
      String registrationToken,
      String fulfillmentUrl) {}

  record Token(String registrationToken, String fulfillmentUrl) {}

  record Released(int sent) {}

  record Subscription(
      String agreementId,
      String productCode,
      String accountId,
      String customerIdentifier,
      @Nullable String licenseArn,
      Agreement.State state,
      boolean notificationsHeld,
      Instant createdAt,
      @Nullable Instant activeAt,
      @Nullable Instant cancelledAt,
      @Nullable Instant windowEndsAt,
      @Nullable Instant endedAt) {}

  @GetMapping("/accounts")
  List<Account> accounts() {
    return accounts.all();
  }

  @PostMapping("/accounts")
  @ResponseStatus(HttpStatus.CREATED)
  Account create(@RequestBody NewAccount account) {
    return accounts.create(Required.text(account.name(), "name"));
  }

  @GetMapping("/subscriptions")
  List<Subscription> subscriptions() {
    return agreements.all().stream().map(this::view).toList();
  }

  @PostMapping("/subscriptions")
  @ResponseStatus(HttpStatus.CREATED)
  Subscribed subscribe(@RequestBody NewSubscription request) {
    boolean hold = hold(request.notifications());
    Agreement agreement =
        agreements.subscribe(
            Required.text(request.accountId(), "accountId"),
            Required.text(request.productCode(), "productCode"),
            hold);
    Account account = agreements.account(agreement.accountId());
    return new Subscribed(
        agreement.agreementId(),
        licenseArn(agreement),
        account.customerIdentifier(),
        account.accountId(),
        tokens.issue(agreement.agreementId()),
        fulfillmentUrl(agreement));
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
    return view(agreements.agreement(agreementId));
  }

  @PostMapping("/subscriptions/{agreementId}/token")
  @ResponseStatus(HttpStatus.CREATED)
  Token token(@PathVariable String agreementId) {
    String token = tokens.issue(agreementId);
    return new Token(token, fulfillmentUrl(agreements.agreement(agreementId)));
  }

  @PostMapping("/subscriptions/{agreementId}/cancel")
  Subscription cancel(@PathVariable String agreementId) {
    return view(agreements.cancel(agreementId));
  }

  @PostMapping("/subscriptions/{agreementId}/notifications/release")
  Released release(@PathVariable String agreementId) {
    return new Released(agreements.release(agreementId));
  }

  private String fulfillmentUrl(Agreement agreement) {
    return agreements.product(agreement.productCode()).fulfilmentUrl().toString();
  }

  /** The licence where the seller may learn of it. */
  private @Nullable String licenseArn(Agreement a) {
    return agreements.product(a.productCode()).namesLicense() ? a.licenseArn() : null;
  }

  private Subscription view(Agreement a) {
    return new Subscription(
        a.agreementId(),
        a.productCode(),
        a.accountId(),
        agreements.account(a.accountId()).customerIdentifier(),
        licenseArn(a),
        a.state(),
        a.holding(),
        a.createdAt(),
        a.activeAt(),
        a.cancelledAt(),
        a.windowEndsAt(),
        a.endedAt());
  }
}
