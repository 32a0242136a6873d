package awssimulator.control;

import awssimulator.control.SubscriptionViews.Subscription;
import awssimulator.market.Amendment;
import awssimulator.market.LifeCycle;
import awssimulator.market.Offer;
import awssimulator.market.Terms.DisabledBy;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The steps of an agreement's life; each answers with the agreement that lives after it. */
@RestController
@RequestMapping("/control/subscriptions/{agreementId}")
class LifeCycleController {
  private final LifeCycle lifeCycle;
  private final SubscriptionViews views;

  LifeCycleController(LifeCycle lifeCycle, SubscriptionViews views) {
    this.lifeCycle = lifeCycle;
    this.views = views;
  }

  /** What takes an agreement's place. */
  record Succession(@Nullable OfferRequest offer, @Nullable Boolean keepLicense) {
    Offer accepted() {
      return OfferRequest.orStandard(offer);
    }

    boolean keeps() {
      return Boolean.TRUE.equals(keepLicense);
    }
  }

  /** As {@link Amendment}. */
  record Change(
      @Nullable Instant endAt,
      @Nullable Boolean autoRenew,
      @Nullable DisabledBy disabledBy,
      @Nullable String totalContractValue,
      @Nullable Map<String, Long> quantities) {}

  /** The value of a renewed contract. */
  record RenewalTerms(@Nullable String totalContractValue) {}

  @PostMapping("/confirm-payment")
  Subscription confirmPayment(@PathVariable String agreementId) {
    return views.view(lifeCycle.confirmPayment(agreementId));
  }

  @PostMapping("/fail-payment")
  Subscription failPayment(@PathVariable String agreementId) {
    return views.view(lifeCycle.failPayment(agreementId));
  }

  @PostMapping("/return")
  Subscription comeBack(@PathVariable String agreementId) {
    return views.view(lifeCycle.comeBack(agreementId));
  }

  @PostMapping("/upgrade")
  Subscription upgrade(
      @PathVariable String agreementId, @RequestBody(required = false) @Nullable Succession body) {
    Succession by = succession(body);
    return views.view(lifeCycle.upgrade(agreementId, by.accepted(), by.keeps()));
  }

  @PostMapping("/renew")
  Subscription renew(
      @PathVariable String agreementId, @RequestBody(required = false) @Nullable Succession body) {
    Succession by = succession(body);
    return views.view(lifeCycle.renew(agreementId, by.accepted(), by.keeps()));
  }

  @PostMapping("/replace")
  Subscription replace(
      @PathVariable String agreementId, @RequestBody(required = false) @Nullable Succession body) {
    Succession by = succession(body);
    return views.view(lifeCycle.replace(agreementId, by.accepted(), by.keeps()));
  }

  private static Succession succession(@Nullable Succession body) {
    return body == null ? new Succession(null, null) : body;
  }

  @PostMapping("/expire")
  Subscription expire(@PathVariable String agreementId) {
    return views.view(lifeCycle.expire(agreementId));
  }

  @PostMapping("/terminate")
  Subscription terminate(@PathVariable String agreementId) {
    return views.view(lifeCycle.terminate(agreementId));
  }

  @PostMapping("/amend")
  Subscription amend(@PathVariable String agreementId, @RequestBody Change change) {
    Amendment amendment =
        new Amendment(
            change.endAt(),
            change.autoRenew(),
            change.disabledBy(),
            change.totalContractValue(),
            change.quantities());
    return views.view(lifeCycle.amend(agreementId, amendment));
  }

  @PostMapping("/suspend")
  Subscription suspend(@PathVariable String agreementId) {
    return views.view(lifeCycle.suspend(agreementId));
  }

  @PostMapping("/resume")
  Subscription resume(@PathVariable String agreementId) {
    return views.view(lifeCycle.resume(agreementId));
  }

  @PostMapping("/issue-advisory")
  Subscription issueAdvisory(@PathVariable String agreementId) {
    return views.view(lifeCycle.issueAdvisory(agreementId));
  }

  @PostMapping("/resolve-advisory")
  Subscription resolveAdvisory(@PathVariable String agreementId) {
    return views.view(lifeCycle.resolveAdvisory(agreementId));
  }

  @PostMapping("/finalize-renewal-terms")
  Subscription finalizeRenewal(
      @PathVariable String agreementId,
      @RequestBody(required = false) @Nullable RenewalTerms terms) {
    String value = terms == null ? null : terms.totalContractValue();
    return views.view(lifeCycle.finalizeRenewal(agreementId, value));
  }
}
