package io.countinghouse.metering;

import io.countinghouse.billing.Account;
import io.countinghouse.billing.Book;
import io.countinghouse.billing.Books;
import io.countinghouse.billing.EntryCause;
import io.countinghouse.billing.RunningSums;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.MarketplaceApi;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.workspace.Workspaces;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes the records of an agreement and hour, under the agreement's row lock (design, "Metering
 * record").
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class RecordMaker {

  private final RecordTable records;
  private final DueRecords due;
  private final DoNotMeter doNotMeter;
  private final AllocationTable allocationTable;
  private final RecordAnswers answers;
  private final Books books;
  private final RunningSums sums;
  private final MarketplaceApi api;
  private final Products products;
  private final Workspaces workspaces;

  RecordMaker(
      RecordTable records,
      DueRecords due,
      DoNotMeter doNotMeter,
      AllocationTable allocationTable,
      RecordAnswers answers,
      Books books,
      RunningSums sums,
      MarketplaceApi api,
      Products products,
      Workspaces workspaces) {
    this.records = records;
    this.due = due;
    this.doNotMeter = doNotMeter;
    this.allocationTable = allocationTable;
    this.answers = answers;
    this.books = books;
    this.sums = sums;
    this.api = api;
    this.products = products;
    this.workspaces = workspaces;
  }

  /**
   * Makes the records of an hour, unless there are any or the period had not begun: for each
   * dimension whole units of what is owed up to that hour, and one zero for the first dimension if
   * nothing is. The rest stays in the carry. They are due, but nobody is woken to send them.
   *
   * @param locked the agreement, read under its row lock
   */
  void make(Agreement locked, Hour hour, Instant now) {
    make(locked, hour, now, true);
  }

  /** The same without the zero: an hour of which nothing is owed keeps its record for later. */
  void makeOwed(Agreement locked, Hour hour, Instant now) {
    make(locked, hour, now, false);
  }

  private void make(Agreement locked, Hour hour, Instant now, boolean zero) {
    Product product = products.get(locked.productCode());
    Instant started = locked.periodStartedAt();
    UsageRecord.Customer customer = locked.usageCustomer().orElse(null);
    if (started == null
        || customer == null
        || !started.isBefore(hour.end())
        || records.exists(locked.id(), hour)) {
      return;
    }
    sums.fold(locked.id());
    answers.tooOld(due.tooOld(locked.id(), product.oldestTaken(now)), now);
    Making making =
        new Making(
            product,
            customer,
            hour,
            stampOf(hour, started),
            doNotMeter.holds(locked),
            locked.state() != AgreementState.ACTIVE,
            now);
    Map<Book, Long> quantities = quantities(locked, product, hour);
    if (quantities.isEmpty() && zero) {
      make(making, new Book(locked.id(), product.feeDimension()), 0);
    }
    quantities.forEach((book, quantity) -> make(making, book, quantity));
  }

  /**
   * What the records of an agreement and hour have in common.
   *
   * @param urgent whether the agreement is about to be over
   */
  private record Making(
      Product product,
      UsageRecord.Customer customer,
      Hour hour,
      Instant stamp,
      boolean withheld,
      boolean urgent,
      Instant now) {}

  /** The whole units owed up to an hour, by dimension; no zeros. */
  private Map<Book, Long> quantities(Agreement agreement, Product product, Hour hour) {
    Map<Book, Long> quantities = new LinkedHashMap<>();
    for (String dimension : product.dimensions()) {
      Book book = new Book(agreement.id(), dimension);
      long quantity = unitsOf(books.carryOf(book, hour.start(), product.currency()), product);
      if (quantity > 0) {
        quantities.put(book, quantity);
      }
    }
    return quantities;
  }

  private void make(Making making, Book book, long quantity) {
    Product product = making.product();
    Hour hour = making.hour();
    Money amount = Money.of(product.unit(), product.currency()).times(BigDecimal.valueOf(quantity));
    Map<String, Long> allocations = Allocator.split(quantity, weights(book, hour));
    Map<String, String> sites = sitesOf(allocations);
    UsageRecord record =
        new UsageRecord(
            making.customer(),
            book.dimension(),
            making.stamp(),
            quantity,
            tagged(allocations, sites));
    RecordTable.Made made =
        new RecordTable.Made(
            book,
            product.code(),
            hour,
            record.stamp(),
            quantity,
            amount,
            api.encode(record),
            making.withheld(),
            making.urgent());
    String id = records.insert(made, making.now());
    allocationTable.insert(id, book, product.unit(), allocations, sites);
    Account to = making.withheld() ? Account.WITHHELD : Account.DUE;
    books.move(book, Account.CARRY, to, amount, EntryCause.recordMade(hour), making.now());
  }

  private static long unitsOf(Money carry, Product product) {
    if (carry.signum() <= 0) {
      return 0;
    }
    BigDecimal units = carry.amount().divide(product.unit(), 0, RoundingMode.FLOOR);
    return units.min(BigDecimal.valueOf(UsageRecord.QUANTITY_MAX)).longValueExact();
  }

  /**
   * The hour's start; in a period's first hour the moment it started, on the next full second
   * within the hour.
   */
  private static Instant stampOf(Hour hour, Instant periodStartedAt) {
    if (!periodStartedAt.isAfter(hour.start())) {
      return hour.start();
    }
    Instant second = periodStartedAt.truncatedTo(ChronoUnit.SECONDS);
    Instant next = second.equals(periodStartedAt) ? second : second.plusSeconds(1);
    return next.isBefore(hour.end()) ? next : second;
  }

  private Map<String, BigDecimal> weights(Book book, Hour hour) {
    Map<String, BigDecimal> weights = new HashMap<>();
    sums.shares(book, hour.start())
        .forEach((workspace, amount) -> weights.put(workspace.value(), amount));
    return weights;
  }

  private Map<String, String> sitesOf(Map<String, Long> allocations) {
    Map<String, String> sites = new HashMap<>();
    List<WorkspaceId> ids = allocations.keySet().stream().map(WorkspaceId::new).toList();
    workspaces
        .all(ids)
        .forEach(workspace -> sites.put(workspace.id().value(), workspace.site().value()));
    return sites;
  }

  /**
   * The allocations with their tags; the smallest share one without tags when AWS would not take
   * them all.
   */
  private static List<UsageRecord.Allocation> tagged(
      Map<String, Long> allocations, Map<String, String> sites) {
    List<Map.Entry<String, Long>> largestFirst = new ArrayList<>(allocations.entrySet());
    largestFirst.sort(
        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    boolean fits = largestFirst.size() <= UsageRecord.ALLOCATIONS_MAX;
    int own = fits ? largestFirst.size() : UsageRecord.ALLOCATIONS_MAX - 1;
    List<UsageRecord.Allocation> tagged = new ArrayList<>();
    for (Map.Entry<String, Long> entry : largestFirst.subList(0, own)) {
      SortedMap<String, String> tags = new TreeMap<>();
      tags.put("workspace", entry.getKey());
      tags.put("site", sites.getOrDefault(entry.getKey(), "unknown"));
      tagged.add(new UsageRecord.Allocation(entry.getValue(), tags));
    }
    if (!fits) {
      long merged =
          largestFirst.subList(own, largestFirst.size()).stream()
              .mapToLong(Map.Entry::getValue)
              .sum();
      tagged.add(new UsageRecord.Allocation(merged, new TreeMap<>()));
    }
    return tagged;
  }
}
