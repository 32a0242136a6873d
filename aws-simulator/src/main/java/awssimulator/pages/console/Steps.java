package awssimulator.pages.console;

import awssimulator.events.RequestEvents.Spend;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.market.Amendment;
import awssimulator.market.LifeCycle;
import awssimulator.market.MarketRefusal;
import awssimulator.market.Offer;
import awssimulator.market.SellerRequests;
import awssimulator.market.Terms.DisabledBy;
import awssimulator.pages.forms.Form;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes the steps of an agreement's life as a form describes them. */
@Component
class Steps {
  private final Agreements agreements;
  private final LifeCycle lifeCycle;
  private final SellerRequests requests;

  Steps(Agreements agreements, LifeCycle lifeCycle, SellerRequests requests) {
    this.agreements = agreements;
    this.lifeCycle = lifeCycle;
    this.requests = requests;
  }

  /**
   * Takes a step.
   *
   * @return the id of the agreement that lives after it; null if the form is not in order
   * @throws MarketRefusal as {@link LifeCycle} and {@link SellerRequests} say
   */
  @Nullable String take(Step step, String id, Form form) {
    return switch (step) {
      case RELEASE -> {
        agreements.release(id);
        yield id;
      }
      case CONFIRM_PAYMENT -> lifeCycle.confirmPayment(id).agreementId();
      case FAIL_PAYMENT -> lifeCycle.failPayment(id).agreementId();
      case CANCEL -> agreements.cancel(id).agreementId();
      case RETURN -> lifeCycle.comeBack(id).agreementId();
      case EXPIRE -> lifeCycle.expire(id).agreementId();
      case TERMINATE -> lifeCycle.terminate(id).agreementId();
      case SUSPEND -> lifeCycle.suspend(id).agreementId();
      case RESUME -> lifeCycle.resume(id).agreementId();
      case ISSUE_ADVISORY -> lifeCycle.issueAdvisory(id).agreementId();
      case RESOLVE_ADVISORY -> lifeCycle.resolveAdvisory(id).agreementId();
      case FINALIZE_RENEWAL ->
          lifeCycle.finalizeRenewal(id, form.text("totalContractValue")).agreementId();
      case UPGRADE, RENEW, REPLACE -> succeed(step, id, form);
      case AMEND -> amend(id, form);
      case SPENDING, ADJUST_BILLING, ASK_TO_CANCEL -> request(step, id, form);
    };
  }

  private @Nullable String succeed(Step step, String id, Form form) {
    Offer offer =
        new Offer(
            form.text("offerId"),
            false,
            null,
            form.moment("endAt"),
            null,
            null,
            null,
            null,
            form.quantities("quantities"));
    if (!form.ok()) {
      return null;
    }
    boolean keep = form.checked("keepLicense");
    Agreement next =
        switch (step) {
          case RENEW -> lifeCycle.renew(id, offer, keep);
          case REPLACE -> lifeCycle.replace(id, offer, keep);
          default -> lifeCycle.upgrade(id, offer, keep);
        };
    return next.agreementId();
  }

  private @Nullable String amend(String id, Form form) {
    String renew = form.value("autoRenew");
    Amendment amendment =
        new Amendment(
            form.moment("endAt"),
            renew.equals("unchanged") ? null : renew.equals("on"),
            renew.equals("off")
                ? form.value("disabledBy").equals("proposer")
                    ? DisabledBy.PROPOSER
                    : DisabledBy.ACCEPTOR
                : null,
            form.text("totalContractValue"),
            form.quantities("quantities"));
    return form.ok() ? lifeCycle.amend(id, amendment).agreementId() : null;
  }

  private String request(Step step, String id, Form form) {
    switch (step) {
      case SPENDING ->
          requests.tellSpending(
              id,
              switch (form.value("spending")) {
                case "vet-succeeded" -> Spend.VET_SUCCEEDED;
                case "vet-failed" -> Spend.VET_FAILED;
                default -> Spend.REACHED;
              });
      case ADJUST_BILLING ->
          requests.adjustBilling(
              id,
              form.value("amount"),
              form.value("reasonCode"),
              form.text("invoiceId"),
              form.value("outcome").equals("completed"));
      default -> requests.askToCancel(id, form.value("wishCode"), form.value("wishMessage"), null);
    }
    return id;
  }
}
