package awssimulator.market;

import awssimulator.market.AgreementHistory.What;
import awssimulator.settings.ProductSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What the clock does to agreements, in the order in which it is due. */
@Component
class DueSteps {
  private final AgreementRows rows;
  private final Transitions transitions;
  private final CancellationRows requests;
  private final CancellationSteps cancellations;
  private final Teller teller;

  DueSteps(
      AgreementRows rows,
      Transitions transitions,
      CancellationRows requests,
      CancellationSteps cancellations,
      Teller teller) {
    this.rows = rows;
    this.transitions = transitions;
    this.requests = requests;
    this.cancellations = cancellations;
    this.teller = teller;
  }

  Optional<Instant> nextDue() {
    return Stream.concat(rows.nextDue().stream(), requests.nextDue().stream())
        .min(Instant::compareTo);
  }

  /**
   * Does all that is due at or before that moment, in the open transaction; says whether any was.
   */
  boolean run(Instant now) {
    boolean any = false;
    Optional<Instant> due = nextDue();
    while (due.isPresent() && !due.get().isAfter(now)) {
      any = true;
      Optional<Agreement> agreement = rows.dueBy(due.get());
      if (agreement.isPresent()) {
        step(agreement.get(), now);
      } else {
        cancellations.approveUnanswered(requests.next().orElseThrow(), due.get());
      }
      due = nextDue();
    }
    return any;
  }

  private void step(Agreement a, Instant now) {
    ProductSettings product = teller.product(a);
    Optional<Instant> due = Calendar.nextDue(a, product);
    if (due.isEmpty() || due.get().isAfter(now)) {
      // A setting changed since the row was written: it is due at another moment now.
      rows.update(a);
      return;
    }
    Instant at = due.get();
    switch (a.state()) {
      case PENDING, ACTIVE -> stepOfLiving(a, product, at);
      case ENDING -> {
        Instant deprovision = a.life().deprovisionAt();
        if (deprovision != null && !deprovision.isAfter(at)) {
          transitions.deprovision(a, at);
        } else {
          transitions.closeWindow(a, at);
        }
      }
      case ENDED, FAILED -> throw new IllegalStateException("due: " + a.agreementId());
    }
  }

  private void stepOfLiving(Agreement a, ProductSettings product, Instant at) {
    if (a.life().startedAt() == null) {
      transitions.start(a, at, at);
      return;
    }
    Instant end = a.endAt();
    if (end == null) {
      throw new IllegalStateException("nothing is due of " + a.agreementId());
    }
    List<Calendar.Notice> notices =
        Calendar.notices(a, product).stream().filter(n -> !n.at().isAfter(at)).toList();
    if (!notices.isEmpty()) {
      rows.update(a.with(a.marks().noticed(at)));
      notices.forEach(notice -> teller.notice(a, end, notice));
    } else if (a.terms().renewal().enabled()) {
      renew(a, product, at);
    } else {
      transitions.end(a, Agreement.AwsStatus.EXPIRED, at);
    }
  }

  private void renew(Agreement a, ProductSettings product, Instant at) {
    Terms terms = TermsMaker.renewed(product, a, Offer.standard(), at);
    if (product.concurrent()) {
      transitions.succeed(a, terms, false, at);
    } else {
      // The same offer goes on: only a contract has something to tell.
      transitions.change(a, terms, What.RENEWED, false, at);
    }
  }
}
