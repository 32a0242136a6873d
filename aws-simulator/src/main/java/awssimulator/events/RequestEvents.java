package awssimulator.events;

import java.time.Instant;

/**
 * Events about what a seller asked of AWS, and about what a buyer spends (facts §3.3). The shape of
 * the spend threshold events is a guess: AWS's was not seen.
 */
public final class RequestEvents {
  private RequestEvents() {}

  /**
   * A seller's wish to cancel an agreement.
   *
   * @param id {@code acr-…}
   */
  public record Cancellation(
      String id,
      String reasonCode,
      String reasonMessage,
      CancellationStatus status,
      String statusMessage,
      Instant createdAt,
      Instant updatedAt) {}

  /** Where a wish to cancel is. */
  public enum CancellationStatus {
    /** The buyer may answer. */
    PENDING_APPROVAL("Pending Approval"),
    /** The buyer agreed, or did not answer in time. */
    APPROVED("Approved"),
    /** The buyer refused. */
    REJECTED("Rejected"),
    /** The seller took it back. */
    CANCELLED("Cancelled"),
    /** AWS did not pass it on. */
    VALIDATION_FAILED("Validation Failed");

    private final String words;

    CancellationStatus(String words) {
      this.words = words;
    }
  }

  /**
   * A refund that a seller asked for.
   *
   * @param id {@code ba-…}
   * @param amount what the buyer gets back, a positive decimal number
   */
  public record Adjustment(
      String id, String amount, String currency, String reasonCode, String invoiceId) {}

  /** What AWS tells about a buyer's spending. */
  public enum Spend {
    /** A threshold was reached. */
    REACHED("Reached"),
    /** The check of the buyer's card succeeded. */
    VET_SUCCEEDED("Vet Succeeded"),
    /** It failed. */
    VET_FAILED("Vet Failed");

    private final String words;

    Spend(String words) {
      this.words = words;
    }
  }

  /** A wish to cancel changed. */
  public static Event cancellation(Deal deal, Cancellation request, Instant at) {
    Envelope event =
        Envelope.without(
            "Agreement Cancellation Request %s - Proposer".formatted(request.status().words),
            deal,
            at);
    event
        .object("agreement")
        .put("id", deal.agreementId())
        .put("acceptorId", deal.acceptorId())
        .put("productId", deal.product().productId())
        .put("offerId", deal.offerId());
    event
        .object("agreementCancellationRequest")
        .put("id", request.id())
        .put("reasonCode", request.reasonCode())
        .put("reasonMessage", request.reasonMessage())
        .put("statusCode", request.status().name())
        .put("statusMessage", request.statusMessage())
        .put("createdAt", Envelope.time(request.createdAt()))
        .put("updatedAt", Envelope.time(request.updatedAt()));
    return event.event();
  }

  /** A refund was made, or could not be made. The event shows the amount negative. */
  public static Event adjustment(Deal deal, Adjustment request, boolean completed, Instant at) {
    Envelope event =
        Envelope.without(
            "Purchase Agreement Billing Adjustment %s - Proposer"
                .formatted(completed ? "Completed" : "Failed"),
            deal,
            at);
    event.object("agreement").put("id", deal.agreementId());
    event
        .object("billingAdjustmentRequest")
        .put("id", request.id())
        .put("adjustmentAmount", "-" + request.amount())
        .put("currencyCode", request.currency())
        .put("adjustmentReasonCode", request.reasonCode());
    event.object("invoice").put("originalInvoiceId", request.invoiceId());
    return event.event();
  }

  /** A buyer of a usage-priced product spends much. */
  public static Event spend(Deal deal, Spend what, Instant at) {
    Envelope event = Envelope.about("Spend Threshold " + what.words, deal, at);
    event.object("agreement").put("id", deal.agreementId());
    event.object("product").put("id", deal.product().productId());
    return event.acceptorAndProposer(deal, false).event();
  }
}
