package awssimulator.pages;

import awssimulator.clock.BusinessClock;
import awssimulator.market.Agreement;
import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.Agreement.State;
import awssimulator.market.AgreementHistory;
import awssimulator.market.AgreementHistory.What;
import awssimulator.market.Agreements;
import awssimulator.settings.ProductSettings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Subscriptions in their buyer's language. */
@Component
class SoftwareLines {
  private final Agreements agreements;
  private final AgreementHistory history;
  private final BusinessClock clock;

  SoftwareLines(Agreements agreements, AgreementHistory history, BusinessClock clock) {
    this.agreements = agreements;
    this.history = history;
    this.clock = clock;
  }

  /** What happened to a subscription. */
  record Happened(String at, String what) {}

  SoftwareLine of(Agreement a, Locale locale) {
    ProductSettings product = agreements.product(a.productCode());
    Instant since = a.activeAt() == null ? a.createdAt() : a.activeAt();
    boolean running = a.state() == State.ACTIVE || a.state() == State.PENDING;
    return new SoftwareLine(
        a.agreementId(),
        a.productCode(),
        product.title(locale),
        a.state().name(),
        Times.minute(since),
        Times.minute(a.cancelledAt()),
        Times.minute(a.windowEndsAt()),
        running,
        running && !product.contract(),
        a.state() == State.ENDING && a.awsStatus() == AwsStatus.CANCELLED,
        a.living(),
        product.concurrent(),
        a.licenseArn(),
        a.offerId(),
        a.terms().privateOffer(),
        a.freeTrial(),
        Times.minute(a.terms().freeTrialEndsAt()),
        a.intent().name(),
        a.previousAgreementId(),
        Times.minute(a.startAt()),
        a.startAt().isAfter(clock.instant()),
        Times.minute(a.endAt()),
        a.endAt() != null,
        a.terms().renewal().enabled(),
        a.suspended());
  }

  /** What its buyer notices; messages to the seller are none of his business. */
  List<Happened> history(String agreementId) {
    return history.of(agreementId).stream()
        .filter(e -> e.what() != What.MESSAGE && e.what() != What.RELEASED)
        .map(e -> new Happened(Times.minute(e.at()), e.what().name()))
        .toList();
  }
}
