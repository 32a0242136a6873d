package io.countinghouse.console;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What customers are shown of the subscription behind an agreement. */
@Component
class SubscriptionViews {

  private final Products products;
  private final Sites sites;
  private final PageText text;
  private final BusinessClock clock;

  SubscriptionViews(Products products, Sites sites, PageText text, BusinessClock clock) {
    this.products = products;
    this.sites = sites;
    this.text = text;
    this.clock = clock;
  }

  /**
   * A subscription, as far as AWS told.
   *
   * @param confirmed whether AWS takes usage of it
   * @param freeTrial whether AWS charges nothing for now
   * @param offer the offer that was accepted
   * @param startsAt when it starts or started
   * @param startsLater whether that is still to come
   * @param endsAt when it ends by its terms; empty for pay as you go
   */
  record View(
      String product,
      @Nullable String awsAccount,
      boolean confirmed,
      boolean freeTrial,
      @Nullable String offer,
      @Nullable String startsAt,
      boolean startsLater,
      @Nullable String endsAt) {}

  /** As seen from a site: its times are in its zone. */
  View of(Agreement agreement, ZoneId zone, Language language) {
    Agreement.Terms terms = agreement.terms();
    Instant starts = terms.startsAt();
    boolean pending = agreement.state() == AgreementState.PENDING;
    return new View(
        SetUpProblems.title(products.get(agreement.productCode()), language),
        agreement.awsAccountId(),
        agreement.state() == AgreementState.ACTIVE,
        terms.freeTrial(),
        terms.offerId(),
        time(starts, zone, language),
        pending && starts != null && starts.isAfter(clock.now()),
        time(terms.endsAt(), zone, language));
  }

  private @Nullable String time(@Nullable Instant instant, ZoneId zone, Language language) {
    return instant == null ? null : text.time(instant, zone, language);
  }

  /** As seen before a site is chosen: from the one that is preselected. */
  View of(Agreement agreement, Language language) {
    return of(agreement, preselected(agreement).map(Site::zone).orElse(ZoneOffset.UTC), language);
  }

  /** The site of the partition that a subscription is from, else the first that offers AWS. */
  Optional<Site> preselected(Agreement agreement) {
    Product product = products.get(agreement.productCode());
    return sites.offering(Site.Method.AWS).stream()
        .filter(site -> site.partition().equals(product.partition()))
        .findFirst()
        .or(() -> sites.offering(Site.Method.AWS).stream().findFirst());
  }
}
