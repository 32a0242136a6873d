package awssimulator.market;

import awssimulator.market.AgreementHistory.What;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the clock does to agreements, in the order in which it is due. */
@Component
class DueSteps {
  private final AgreementRows rows;
  private final Transitions transitions;
  private final Teller teller;
  private final SimulatorSettings settings;

  DueSteps(AgreementRows rows, Transitions transitions, Teller teller, SimulatorSettings settings) {
    this.rows = rows;
    this.transitions = transitions;
    this.teller = teller;
    this.settings = settings;
  }

  Optional<Instant> nextDue() {
    return rows.nextDue();
  }

  /**
   * Does all that is due at or before that moment, in the open transaction; says whether any was.
   */
  boolean run(Instant now) {
    boolean any = false;
    Optional<Agreement> due = rows.dueBy(now);
    while (due.isPresent()) {
      step(due.get());
      any = true;
      due = rows.dueBy(now);
    }
    return any;
  }

  private void step(Agreement a) {
    Optional<ProductSettings> product = settings.product(a.productCode());
    Optional<Instant> at = product.flatMap(p -> Calendar.nextDue(a, p));
    if (product.isEmpty() || at.isEmpty()) {
      // Its product is no longer among the settings: nothing is due until it is back.
      rows.update(a);
      return;
    }
    switch (a.state()) {
      case PENDING, ACTIVE -> stepOfLiving(a, product.get(), at.get());
      case ENDING -> {
        Instant deprovision = a.life().deprovisionAt();
        if (deprovision != null && !deprovision.isAfter(at.get())) {
          transitions.deprovision(a, at.get());
        } else {
          transitions.closeWindow(a, at.get());
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
