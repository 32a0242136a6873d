package awssimulator.client;

import static awssimulator.client.ControlHttp.segment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the seller asks AWS for by other means than this simulator's AWS endpoint, and what AWS
 * tells of a buyer's spending. Concurrent model only.
 */
public final class SellerRequests {
  private final ControlHttp http;

  SellerRequests(ControlHttp http) {
    this.http = http;
  }

  /** Where a wish to cancel is. */
  public enum Status {
    /** The buyer is asked. */
    PENDING_APPROVAL,
    /** The buyer agreed, or did not answer for seven days. */
    APPROVED,
    /** The buyer refused. */
    REJECTED,
    /** The seller took it back. */
    CANCELLED,
    /** AWS did not pass it on. */
    VALIDATION_FAILED
  }

  /**
   * A seller's wish to cancel an agreement.
   *
   * @param reasonCode as the seller gave it
   * @param approveAt when it is approved unless answered; null once it is settled
   */
  public record CancellationRequest(
      String requestId,
      String agreementId,
      String reasonCode,
      String reasonMessage,
      Status status,
      String statusMessage,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Instant approveAt) {}

  /**
   * A wish to cancel.
   *
   * @param validationFailure why AWS does not pass it on; null if it does
   */
  public record NewCancellationRequest(
      String reasonCode, @Nullable String reasonMessage, @Nullable String validationFailure) {}

  /** Why a bill is put right. */
  public enum AdjustmentReason {
    /** The buyer accepted the wrong terms. */
    INCORRECT_TERMS_ACCEPTED,
    /** Too much was metered. */
    INCORRECT_METERING,
    /** The charges came from a test. */
    TEST_ENVIRONMENT_CHARGES,
    /** The buyer bought elsewhere. */
    ALTERNATIVE_PROCUREMENT_CHANNEL,
    /** The renewal was not meant. */
    UNINTENDED_RENEWAL,
    /** The buyer is not content. */
    BUYER_DISSATISFACTION,
    /** Anything else. */
    OTHER
  }

  /** How a refund ended. */
  public enum AdjustmentOutcome {
    /** It was made. */
    @JsonProperty("completed")
    COMPLETED,
    /** It failed. */
    @JsonProperty("failed")
    FAILED
  }

  /**
   * A refund that the seller asked for and AWS has dealt with.
   *
   * @param amount positive, a decimal in the product's currency
   * @param invoiceId the invoice it puts right; null makes one up
   * @param outcome null is completed
   */
  public record BillingAdjustment(
      String amount,
      AdjustmentReason reasonCode,
      @Nullable String invoiceId,
      @Nullable AdjustmentOutcome outcome) {}

  /** What AWS tells of a buyer's spending. */
  public enum SpendEvent {
    /** The threshold is reached; AWS checks the buyer's means. */
    @JsonProperty("reached")
    REACHED,
    /** The check went well. */
    @JsonProperty("vet-succeeded")
    VET_SUCCEEDED,
    /** The check failed. */
    @JsonProperty("vet-failed")
    VET_FAILED
  }

  /** An agreement's wishes to cancel, oldest first. */
  public List<CancellationRequest> cancellationRequests(String agreementId) {
    return http.list(path(agreementId) + "/cancellation-requests", CancellationRequest.class);
  }

  /** The seller asks to cancel; approved after seven days unless answered. */
  public CancellationRequest askToCancel(String agreementId, NewCancellationRequest wish) {
    return http.post(path(agreementId) + "/cancellation-requests", wish, CancellationRequest.class);
  }

  /** The buyer agrees. */
  public CancellationRequest approve(String agreementId, String requestId, String message) {
    return answer(agreementId, requestId, "approve", message);
  }

  /** The buyer refuses. */
  public CancellationRequest reject(String agreementId, String requestId, String message) {
    return answer(agreementId, requestId, "reject", message);
  }

  /** The seller takes it back. */
  public CancellationRequest withdraw(String agreementId, String requestId, String message) {
    return answer(agreementId, requestId, "withdraw", message);
  }

  /** A refund that the seller asked for was made or failed. */
  public void adjustBilling(String agreementId, BillingAdjustment adjustment) {
    http.run("POST", path(agreementId) + "/billing-adjustment", adjustment);
  }

  /** AWS tells of the buyer's spending; usage-priced products only. */
  public void tellSpending(String agreementId, SpendEvent event) {
    http.run("POST", path(agreementId) + "/spend-threshold", Map.of("event", event));
  }

  private CancellationRequest answer(
      String agreementId, String requestId, String answer, String message) {
    return http.post(
        path(agreementId) + "/cancellation-requests/" + segment(requestId) + "/" + answer,
        Map.of("message", message),
        CancellationRequest.class);
  }

  private static String path(String agreementId) {
    return "/subscriptions/" + segment(agreementId);
  }
}
