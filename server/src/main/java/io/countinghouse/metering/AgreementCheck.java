package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementSearch;
import io.countinghouse.marketplace.AgreementSearch.Held;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.metering.Differences.Case;
import io.countinghouse.metering.Differences.Difference;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares, every day, the agreements that are active here with those that are active at AWS. It
 * changes none: each difference is a case for a person, and closes by itself once it is no more.
 */
@Component
class AgreementCheck implements WorkHandler, ApplicationRunner {

  static final String KIND = "metering.check-agreements";
  private static final int PAGE_SIZE = 500;

  /** So long a message may be on its way to what follows from it. */
  private static final Duration UNDERWAY_MAX = Duration.ofDays(1);

  private final AgreementSearch search;
  private final Agreements agreements;
  private final KnownAgreements known;
  private final Differences differences;
  private final Products products;
  private final Outbox outbox;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  AgreementCheck(
      AgreementSearch search,
      Agreements agreements,
      KnownAgreements known,
      Differences differences,
      Products products,
      Outbox outbox,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.search = search;
    this.agreements = agreements;
    this.known = known;
    this.differences = differences;
    this.products = products;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  /** Begins on the next day, for each product that AWS has the API for. */
  @Override
  public void run(ApplicationArguments args) {
    if (settings.compareAgreements()) {
      tx.executeWithoutResult(_ ->
          products.all().stream()
              .filter(search::knows)
              .forEach(product -> outbox.put(Work.of(KIND, product.code(), nextCheck()))));
    }
  }

  private Instant nextCheck() {
    LocalDate today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
    return today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(settings.compareAt());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int attemptsMax() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean waitsForOthers() {
    return true;
  }

  @Override
  public Outcome handle(Work work) {
    Product product = products.ofCode(work.key()).orElse(null);
    if (product == null || !settings.compareAgreements()) {
      return new Outcome.Done();
    }
    // Ours first: one that starts in between is then unknown to neither.
    List<Agreement> ours = activeOf(product);
    switch (search.active(product)) {
      case AgreementSearch.Answer.Active(List<Held> theirs) ->
          tx.executeWithoutResult(_ -> compare(product, ours, theirs));
      case AgreementSearch.Answer.Unavailable(String detail) ->
          throw new IllegalStateException("AWS's agreements cannot be read: " + detail);
    }
    return new Outcome.Again(nextCheck());
  }

  private List<Agreement> activeOf(Product product) {
    List<Agreement> active = new ArrayList<>();
    @Nullable AgreementId cursor = null;
    List<AgreementId> page = pageAfter(cursor);
    while (!page.isEmpty()) {
      List<AgreementId> ids = page;
      tx.execute(_ -> agreements.all(ids)).stream()
          .filter(it -> it.productCode().equals(product.code()))
          .forEach(active::add);
      cursor = page.getLast();
      page = pageAfter(cursor);
    }
    return active;
  }

  private List<AgreementId> pageAfter(@Nullable AgreementId cursor) {
    return tx.execute(_ -> agreements.inState(AgreementState.ACTIVE, cursor, PAGE_SIZE));
  }

  private void compare(Product product, List<Agreement> ours, List<Held> theirs) {
    Set<Difference> found = new HashSet<>();
    Set<String> active = theirs.stream().map(Held::id).collect(Collectors.toSet());
    Set<String> resold =
        known.resold(
            ours.stream()
                .flatMap(it -> Stream.ofNullable(it.terms().awsAgreementId()))
                .collect(Collectors.toSet()));
    for (Agreement agreement : ours) {
      String id = agreement.terms().awsAgreementId();
      if (id != null && !active.contains(id) && !resold.contains(id)) {
        found.add(
            new Difference(
                Differences.Kind.OVER_AT_AWS,
                product.code(),
                agreement.id(),
                agreement.awsAccountId(),
                id,
                null));
      }
    }
    Set<String> told = known.among(active, clock.now().minus(UNDERWAY_MAX));
    for (Held held : theirs) {
      if (!told.contains(held.id())) {
        found.add(
            new Difference(
                Differences.Kind.UNKNOWN_HERE,
                product.code(),
                null,
                held.awsAccountId(),
                held.id() + " " + String.join(" ", held.products()),
                null));
      }
    }
    for (Differences.Kind kind :
        List.of(Differences.Kind.OVER_AT_AWS, Differences.Kind.UNKNOWN_HERE)) {
      closeGone(kind, product, found);
    }
    found.forEach(differences::open);
  }

  private void closeGone(Differences.Kind kind, Product product, Set<Difference> found) {
    for (Case standing : differences.standingOf(kind, product.code())) {
      if (!found.contains(standing.difference())) {
        differences.gone(standing);
      }
    }
  }
}
