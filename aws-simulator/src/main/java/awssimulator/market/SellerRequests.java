package awssimulator.market;

import awssimulator.events.RequestEvents;
import awssimulator.events.RequestEvents.Adjustment;
import awssimulator.events.RequestEvents.CancellationStatus;
import awssimulator.events.RequestEvents.Spend;
import awssimulator.market.MarketRefusal.Reason;
import awssimulator.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a seller asks of AWS about an agreement of his own offer, and what AWS tells of a buyer's
 * spending (facts §3.3, §6); in the concurrent model only. Every method throws {@link
 * MarketRefusal}: NOT_FOUND for an unknown agreement or request, CONFLICT if its state forbids the
 * step, INVALID for another model, a reseller's offer or a malformed value.
 */
@Component
public final class SellerRequests {
  /** After so long a wish to cancel counts as approved (facts §3.3). */
  private static final Duration APPROVED_AFTER = Duration.ofDays(7);

  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{0,99}");
  private static final int WORDS_MAX = 500;
  private static final Set<String> ADJUSTMENT_REASONS =
      Set.of(
          "INCORRECT_TERMS_ACCEPTED",
          "INCORRECT_METERING",
          "TEST_ENVIRONMENT_CHARGES",
          "ALTERNATIVE_PROCUREMENT_CHANNEL",
          "UNINTENDED_RENEWAL",
          "BUYER_DISSATISFACTION",
          "OTHER");

  private final Agreements agreements;
  private final CancellationRows requests;
  private final CancellationSteps steps;
  private final Teller teller;
  private final Changes changes;
  private final Database database;

  SellerRequests(
      Agreements agreements,
      CancellationRows requests,
      CancellationSteps steps,
      Teller teller,
      Changes changes,
      Database database) {
    this.agreements = agreements;
    this.requests = requests;
    this.steps = steps;
    this.teller = teller;
    this.changes = changes;
    this.database = database;
  }

  /** The wishes to cancel an agreement, oldest first. */
  public List<CancellationRequest> cancellations(String agreementId) {
    return database.transact(() -> requests.of(agreements.agreement(agreementId).agreementId()));
  }

  /**
   * The seller asks to cancel an agreement. Unanswered, it is approved after seven days.
   *
   * @param reasonCode capital letters and underscores
   * @param invalid why AWS does not pass it on to the buyer; null if it does
   */
  public CancellationRequest askToCancel(
      String agreementId, String reasonCode, String reasonMessage, @Nullable String invalid) {
    return changes.change(now -> {
      paid(proposed(agreements.running(agreementId)));
      TermsMaker.require(
          CODE.matcher(reasonCode).matches(), "reasonCode is capital letters and underscores");
      words(reasonMessage);
      if (requests.of(agreementId).stream().anyMatch(r -> r.approveAt() != null)) {
        throw new MarketRefusal(
            Reason.CONFLICT, "A cancellation of agreement %s is open".formatted(agreementId));
      }
      CancellationRequest request =
          new CancellationRequest(
              Ids.cancellationRequestId(),
              agreementId,
              reasonCode,
              reasonMessage,
              invalid == null
                  ? CancellationStatus.PENDING_APPROVAL
                  : CancellationStatus.VALIDATION_FAILED,
              invalid == null ? "" : words(invalid),
              now,
              now,
              invalid == null ? now.plus(APPROVED_AFTER) : null);
      steps.open(request, now);
      return request;
    });
  }

  /**
   * A wish to cancel is decided.
   *
   * @param decision APPROVED or REJECTED by the buyer, CANCELLED by the seller
   */
  public CancellationRequest decide(
      String agreementId, String requestId, CancellationStatus decision, String message) {
    words(message);
    return changes.change(now -> {
      CancellationRequest request =
          requests.of(agreements.agreement(agreementId).agreementId()).stream()
              .filter(r -> r.requestId().equals(requestId))
              .findFirst()
              .orElseThrow(() ->
                  new MarketRefusal(
                      Reason.NOT_FOUND, "There is no cancellation request " + requestId));
      if (request.approveAt() == null) {
        throw new MarketRefusal(
            Reason.CONFLICT, "Request %s is %s".formatted(requestId, request.status()));
      }
      if (decision == CancellationStatus.APPROVED) {
        agreements.running(agreementId);
      }
      return steps.decide(request, decision, message, now);
    });
  }

  /**
   * A refund that the seller asked for was made or failed.
   *
   * @param amount positive, a decimal number in the product's currency
   * @param invoiceId the invoice it refers to; made up if null
   */
  public void adjustBilling(
      String agreementId,
      String amount,
      String reasonCode,
      @Nullable String invoiceId,
      boolean completed) {
    changes.change(now -> {
      Agreement agreement = proposed(agreements.agreement(agreementId));
      paid(agreement);
      TermsMaker.require(
          ADJUSTMENT_REASONS.contains(reasonCode),
          "reasonCode is one of " + ADJUSTMENT_REASONS.stream().sorted().toList());
      Adjustment adjustment =
          new Adjustment(
              Ids.billingAdjustmentId(),
              TermsMaker.decimal(amount),
              teller.product(agreement).currency().getCurrencyCode(),
              reasonCode,
              invoiceId == null ? Ids.invoiceId() : words(invoiceId));
      teller.event(
          agreement, (deal, at) -> RequestEvents.adjustment(deal, adjustment, completed, at), now);
      return agreement;
    });
  }

  /** A buyer of a usage-priced product spends much, and AWS checks his card. */
  public void tellSpending(String agreementId, Spend what) {
    changes.change(now -> {
      Agreement agreement = agreements.running(agreementId);
      told(agreement);
      paid(agreement);
      TermsMaker.require(
          !teller.product(agreement).contract(), "Only usage-priced products have thresholds");
      teller.event(agreement, (deal, at) -> RequestEvents.spend(deal, what, at), now);
      return agreement;
    });
  }

  private Agreement proposed(Agreement agreement) {
    told(agreement);
    TermsMaker.require(
        agreement.terms().reseller() == null,
        "The offer was the reseller's, so this is his to ask");
    return agreement;
  }

  private void told(Agreement agreement) {
    TermsMaker.require(
        teller.product(agreement).concurrent(), "There is no such message in the legacy model");
  }

  private static void paid(Agreement agreement) {
    if (!agreement.life().paid()) {
      throw new MarketRefusal(
          Reason.CONFLICT, "Agreement %s is not paid".formatted(agreement.agreementId()));
    }
  }

  private static String words(String text) {
    TermsMaker.require(text.length() <= WORDS_MAX, "A text has at most 500 characters");
    return text;
  }
}
