package awssimulator.market;

import awssimulator.events.RequestEvents;
import awssimulator.events.RequestEvents.Cancellation;
import awssimulator.events.RequestEvents.CancellationStatus;
import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.Agreement.State;
import awssimulator.market.AgreementHistory.What;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The single moves of a wish to cancel, in the open transaction. */
@Component
class CancellationSteps {
  private final CancellationRows requests;
  private final AgreementRows rows;
  private final AgreementHistory history;
  private final Transitions transitions;
  private final Teller teller;

  CancellationSteps(
      CancellationRows requests,
      AgreementRows rows,
      AgreementHistory history,
      Transitions transitions,
      Teller teller) {
    this.requests = requests;
    this.rows = rows;
    this.history = history;
    this.transitions = transitions;
    this.teller = teller;
  }

  /** The seller asks. */
  void open(CancellationRequest request, Instant at) {
    requests.insert(request);
    tell(request, at);
  }

  /** Somebody answers, or the seller takes it back; an approval ends the agreement. */
  CancellationRequest decide(
      CancellationRequest request, CancellationStatus decision, String message, Instant at) {
    CancellationRequest decided = request.decided(decision, message, at);
    requests.update(decided);
    Agreement agreement = tell(decided, at);
    if (decision == CancellationStatus.APPROVED) {
      transitions.end(agreement, AwsStatus.CANCELLED, at);
    }
    return decided;
  }

  /** Nobody answered: it is approved, unless the agreement is over anyway. */
  void approveUnanswered(CancellationRequest request, Instant at) {
    State state = rows.find(request.agreementId()).orElseThrow().state();
    boolean running = state == State.ACTIVE || state == State.PENDING;
    decide(
        request,
        running ? CancellationStatus.APPROVED : CancellationStatus.CANCELLED,
        running ? "" : "The agreement has ended",
        at);
  }

  private Agreement tell(CancellationRequest request, Instant at) {
    Agreement agreement = rows.find(request.agreementId()).orElseThrow();
    history.add(
        agreement.agreementId(),
        at,
        What.CANCELLATION_REQUEST,
        request.requestId() + " " + request.status());
    Cancellation told =
        new Cancellation(
            request.requestId(),
            request.reasonCode(),
            request.reasonMessage(),
            request.status(),
            request.statusMessage(),
            request.createdAt(),
            request.updatedAt());
    teller.event(agreement, (deal, when) -> RequestEvents.cancellation(deal, told, when), at);
    return agreement;
  }
}
