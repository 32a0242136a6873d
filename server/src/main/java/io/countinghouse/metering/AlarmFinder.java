package io.countinghouse.metering;

import io.countinghouse.audit.AuditBacklog;
import io.countinghouse.billing.RefundCases;
import io.countinghouse.billing.UnchargedUsage;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementWatch;
import io.countinghouse.marketplace.MessageDirectory;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.marketplace.Successions;
import io.countinghouse.marketplace.Troubles.Trouble;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.usage.UnknownWorkspaceUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Finds what is wrong now; within the caller's transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class AlarmFinder {

  private static final int ENDING_MAX = 1000;
  private static final int STRANDED_MAX = 1000;

  /** AWS confirms within minutes (product, 4.4). */
  private static final Duration PENDING_MAX = Duration.ofHours(1);

  /** The last record has some minutes. */
  private static final Duration FINAL_MAX = Duration.ofMinutes(2);

  /** Long enough for AWS to be well again, or for a try on the next day. */
  private static final Duration COMPARISON_MAX = Duration.ofDays(1);

  private final OpenAmounts amounts;
  private final StrandedCarries stranded;
  private final BooksChecks books;
  private final RefundCases refundCases;
  private final FurtherBooks wallets;
  private final LostEvents lostEvents;
  private final AgreementWatch watch;
  private final Successions successions;
  private final Products products;
  private final TroubleAlarms troubles;
  private final MessageDirectory messages;
  private final UnknownWorkspaceUsage setAside;
  private final UnchargedUsage uncharged;
  private final FailedReadings failedReadings;
  private final AuditBacklog trail;
  private final Outbox outbox;
  private final MeteringSettings settings;
  private final BusinessClock clock;

  AlarmFinder(
      OpenAmounts amounts,
      StrandedCarries stranded,
      BooksChecks books,
      RefundCases refundCases,
      FurtherBooks wallets,
      LostEvents lostEvents,
      AgreementWatch watch,
      Successions successions,
      Products products,
      TroubleAlarms troubles,
      MessageDirectory messages,
      UnknownWorkspaceUsage setAside,
      UnchargedUsage uncharged,
      FailedReadings failedReadings,
      AuditBacklog trail,
      Outbox outbox,
      MeteringSettings settings,
      BusinessClock clock) {
    this.amounts = amounts;
    this.stranded = stranded;
    this.books = books;
    this.refundCases = refundCases;
    this.wallets = wallets;
    this.lostEvents = lostEvents;
    this.watch = watch;
    this.successions = successions;
    this.products = products;
    this.troubles = troubles;
    this.messages = messages;
    this.setAside = setAside;
    this.uncharged = uncharged;
    this.failedReadings = failedReadings;
    this.trail = trail;
    this.outbox = outbox;
    this.settings = settings;
    this.clock = clock;
  }

  /** All alarms that there are now, by kind. */
  List<Alarm> find() {
    Instant now = clock.now();
    List<Alarm> found = new ArrayList<>();
    for (AlarmKind kind : AlarmKind.values()) {
      Alarm alarm = of(kind, now);
      if (alarm.count() > 0) {
        found.add(alarm);
      }
    }
    return found;
  }

  private Alarm of(AlarmKind kind, Instant now) {
    return switch (kind) {
      case UNREPORTED_HOURS -> amounts.unreported(kind, unreportedBefore(now));
      case HOURS_NOT_MADE -> counted(kind, notMade(now));
      case AGE_LIMIT -> ageLimit(now);
      case FINAL_DEADLINE ->
          amounts.plus(amounts.openOf(kind, nearDeadline(now)), amounts.openOfEnded(kind));
      case REFUSED -> amounts.undecided(kind, RecordState.REFUSED);
      case UNKNOWN -> amounts.undecided(kind, RecordState.UNKNOWN);
      case DISPUTED -> amounts.undecided(kind, RecordState.DISPUTED);
      case CONFIGURATION -> counted(kind, misconfigured() + stranded.first(STRANDED_MAX).size());
      case LANDINGS_FAILED, QUEUE_UNREADABLE -> counted(kind, products(troubles.of(kind)));
      case PARKED_MESSAGES -> counted(kind, messages.parked());
      case PARKED_WORK -> counted(kind, outbox.parked());
      case DIFFERENT_CHARGES -> amounts.differences(kind, Differences.Kind.QUANTITY);
      case DIFFERENT_AGREEMENTS ->
          amounts.plus(
              amounts.differences(kind, Differences.Kind.OVER_AT_AWS),
              amounts.differences(kind, Differences.Kind.UNKNOWN_HERE));
      case COMPARISON_LATE ->
          counted(
              kind,
              outbox.overdue(
                  Set.of(AgreementCheck.KIND, Reconciliation.KIND), now.minus(COMPARISON_MAX)));
      case REFUND_CASES -> openCases(kind);
      case BOOKS -> outOfBalance(kind);
      case WALLETS -> new Alarm(kind, wallets.outOfBalance(), wallets.differences());
      case CHARGES_LATE -> counted(kind, wallets.chargesLate(now));
      case FAILED_READINGS -> counted(kind, failedReadings.count());
      case LOST_EVENTS -> counted(kind, lostEvents.count());
      case AUDIT_UNSEALED -> counted(kind, trail.overdue());
      case SET_ASIDE_USAGE -> counted(kind, setAside.count());
      case UNPRICED_USAGE -> counted(kind, unpriced(now));
      case PENDING_LONG -> counted(kind, watch.pendingSince(now.minus(PENDING_MAX)));
      case NO_SUCCESSOR -> counted(kind, successions.overdue());
    };
  }

  private Alarm outOfBalance(AlarmKind kind) {
    BooksChecks.Summary summary = books.summary();
    return new Alarm(
        kind,
        summary.outOfBalance(),
        summary.difference().stream().filter(it -> it.signum() != 0).toList());
  }

  private Alarm openCases(AlarmKind kind) {
    List<RefundCases.OpenSum> open = refundCases.openSums();
    return new Alarm(
        kind,
        open.stream().mapToLong(RefundCases.OpenSum::cases).sum(),
        open.stream().map(RefundCases.OpenSum::amount).toList());
  }

  private static Alarm counted(AlarmKind kind, long count) {
    return new Alarm(kind, count, List.of());
  }

  /** The first hour that may still be unreported. */
  private Hour unreportedBefore(Instant now) {
    return Hour.containing(now.minus(settings.unreportedAfter()));
  }

  private long notMade(Instant now) {
    Set<String> kinds = Set.of(HourCloser.KIND, MissedRecord.KIND);
    return outbox.overdue(kinds, now.minus(settings.unreportedAfter()))
        + outbox.overdue(Set.of(FinalRecord.KIND), now.minus(FINAL_MAX));
  }

  /** How many items and retentions, found since yesterday, of however many workspaces. */
  private long unpriced(Instant now) {
    LocalDate yesterday = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1);
    return uncharged.unpricedSince(yesterday.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** By the age that AWS allows, and from halfway to the month's cut on (facts, P14). */
  private Alarm ageLimit(Instant now) {
    Instant soon = now.plus(settings.ageLead());
    Alarm all = counted(AlarmKind.AGE_LIMIT, 0);
    for (Product product : products.all()) {
      Hour oldest = product.oldestTaken(soon);
      all = amounts.plus(all, amounts.before(AlarmKind.AGE_LIMIT, product, oldest));
    }
    return all;
  }

  private List<AgreementId> nearDeadline(Instant now) {
    return watch.ending(ENDING_MAX).stream()
        .filter(it -> isNearDeadline(it, now))
        .map(Agreement::id)
        .toList();
  }

  /**
   * Of a product that is not configured here nobody knows the deadline: it may be near. No node
   * starts so ({@code ProductsCheck}), but another one with other settings may run beside it.
   */
  private boolean isNearDeadline(Agreement agreement, Instant now) {
    Instant soon = now.plus(settings.deadlineLead());
    Instant since = Objects.requireNonNull(agreement.endingSince());
    return products
        .ofCode(agreement.productCode())
        .map(it -> !soon.isBefore(since.plus(it.finalWindow())))
        .orElse(true);
  }

  private long misconfigured() {
    return products.all().stream()
        .filter(amounts::waitsFor)
        .filter(it -> amounts.lastOutcomeOf(it).filter(OpenAmounts::isMisconfigured).isPresent())
        .count();
  }

  private static long products(List<Trouble> troubles) {
    return troubles.stream().map(Trouble::product).distinct().count();
  }
}
