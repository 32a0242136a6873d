package awssimulator.control;

import awssimulator.events.RequestEvents.CancellationStatus;
import awssimulator.events.RequestEvents.Spend;
import awssimulator.market.Agreements;
import awssimulator.market.CancellationRequest;
import awssimulator.market.Entitlement;
import awssimulator.market.Entitlements;
import awssimulator.market.SellerRequests;
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

/** What a seller asks of AWS about agreements, what AWS tells of spending, what contracts grant. */
@RestController
@RequestMapping("/control")
class SellerRequestController {
  private final SellerRequests requests;
  private final Agreements agreements;
  private final Entitlements entitlements;

  SellerRequestController(
      SellerRequests requests, Agreements agreements, Entitlements entitlements) {
    this.requests = requests;
    this.agreements = agreements;
    this.entitlements = entitlements;
  }

  /**
   * A wish to cancel.
   *
   * @param validationFailure why AWS does not pass it on; absent if it does
   */
  record NewCancellation(
      @Nullable String reasonCode,
      @Nullable String reasonMessage,
      @Nullable String validationFailure) {}

  /** The words of who decides. */
  record Decision(@Nullable String message) {}

  /** {@code outcome} is "completed", the default, or "failed". */
  record Adjustment(
      @Nullable String amount,
      @Nullable String reasonCode,
      @Nullable String invoiceId,
      @Nullable String outcome) {}

  /** {@code event} is "reached", "vet-succeeded" or "vet-failed". */
  record Spending(@Nullable String event) {}

  @GetMapping("/products/{code}/entitlements")
  List<Entitlement> entitlements(@PathVariable String code) {
    return entitlements.of(agreements.product(code).code());
  }

  @GetMapping("/subscriptions/{agreementId}/cancellation-requests")
  List<CancellationRequest> cancellations(@PathVariable String agreementId) {
    return requests.cancellations(agreementId);
  }

  @PostMapping("/subscriptions/{agreementId}/cancellation-requests")
  @ResponseStatus(HttpStatus.CREATED)
  CancellationRequest askToCancel(
      @PathVariable String agreementId, @RequestBody NewCancellation wish) {
    String message = wish.reasonMessage();
    return requests.askToCancel(
        agreementId,
        Required.text(wish.reasonCode(), "reasonCode"),
        message == null ? "" : message,
        wish.validationFailure());
  }

  @PostMapping("/subscriptions/{agreementId}/cancellation-requests/{requestId}/approve")
  CancellationRequest approve(
      @PathVariable String agreementId,
      @PathVariable String requestId,
      @RequestBody(required = false) @Nullable Decision decision) {
    return decide(agreementId, requestId, CancellationStatus.APPROVED, decision);
  }

  @PostMapping("/subscriptions/{agreementId}/cancellation-requests/{requestId}/reject")
  CancellationRequest reject(
      @PathVariable String agreementId,
      @PathVariable String requestId,
      @RequestBody(required = false) @Nullable Decision decision) {
    return decide(agreementId, requestId, CancellationStatus.REJECTED, decision);
  }

  @PostMapping("/subscriptions/{agreementId}/cancellation-requests/{requestId}/withdraw")
  CancellationRequest withdraw(
      @PathVariable String agreementId,
      @PathVariable String requestId,
      @RequestBody(required = false) @Nullable Decision decision) {
    return decide(agreementId, requestId, CancellationStatus.CANCELLED, decision);
  }

  private CancellationRequest decide(
      String agreementId,
      String requestId,
      CancellationStatus status,
      @Nullable Decision decision) {
    String message = decision == null ? null : decision.message();
    return requests.decide(agreementId, requestId, status, message == null ? "" : message);
  }

  @PostMapping("/subscriptions/{agreementId}/billing-adjustment")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void adjust(@PathVariable String agreementId, @RequestBody Adjustment adjustment) {
    String outcome = adjustment.outcome();
    boolean failed = "failed".equals(outcome);
    if (outcome != null && !failed && !outcome.equals("completed")) {
      throw new BadRequest("outcome is completed or failed");
    }
    requests.adjustBilling(
        agreementId,
        Required.text(adjustment.amount(), "amount"),
        Required.text(adjustment.reasonCode(), "reasonCode"),
        adjustment.invoiceId(),
        !failed);
  }

  @PostMapping("/subscriptions/{agreementId}/spend-threshold")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void spend(@PathVariable String agreementId, @RequestBody Spending spending) {
    Spend what =
        switch (Required.text(spending.event(), "event")) {
          case "reached" -> Spend.REACHED;
          case "vet-succeeded" -> Spend.VET_SUCCEEDED;
          case "vet-failed" -> Spend.VET_FAILED;
          default -> throw new BadRequest("event is reached, vet-succeeded or vet-failed");
        };
    requests.tellSpending(agreementId, what);
  }
}
