package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.metering.MeteringRecord;
import io.countinghouse.metering.MeteringRecords;
import io.countinghouse.metering.RecordState;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Metering records as operators find and see them. Times are in UTC, as AWS's are. */
@Controller
class OperatorRecordController {

  private static final int PAGE_SIZE = 50;

  private final MeteringRecords records;
  private final OperatorRecords details;
  private final Products products;
  private final OperatorRows rows;
  private final TransactionTemplate tx;

  OperatorRecordController(
      MeteringRecords records,
      OperatorRecords details,
      Products products,
      OperatorRows rows,
      TransactionTemplate tx) {
    this.records = records;
    this.details = details;
    this.products = products;
    this.rows = rows;
    this.tx = tx;
  }

  /**
   * What the list is to show.
   *
   * @param state only those in this state; empty for all
   * @param agreement only those of this agreement; empty for all
   * @param product only those of this product of ours; empty for all
   * @param day only those of this UTC day; empty for all
   * @param of with {@code day}, only those of this hour, 0 to 23; empty for all
   * @param undecided whether only those that a person must decide about; empty for all
   */
  record Filter(
      @Nullable RecordState state,
      @Nullable String agreement,
      @Nullable String product,
      @Nullable String day,
      @Nullable Integer of,
      @Nullable Boolean undecided) {

    boolean isUndecided() {
      return Boolean.TRUE.equals(undecided);
    }

    String shown(@Nullable String value) {
      return value == null ? "" : value.strip();
    }
  }

  /**
   * Metering records, the latest hour first.
   *
   * @param hour with {@code after}, where the page before ended
   */
  @GetMapping("/operator/records")
  @Access(Access.Who.OPERATOR)
  ModelAndView records(
      Filter filter,
      @RequestParam(defaultValue = "") String hour,
      @RequestParam(defaultValue = "") String after,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    MeteringRecords.Cursor cursor = cursor(hour, after);
    List<MeteringRecord> found =
        wanted(filter)
            .map(it -> tx.execute(_ -> records.newest(it, cursor, PAGE_SIZE + 1)))
            .orElse(List.of());
    List<MeteringRecord> shown = found.stream().limit(PAGE_SIZE).toList();
    RecordState state = filter.state();
    ModelAndView page = new ModelAndView("operator/records");
    page.addObject("rows", shown.stream().map(it -> rows.of(it, language)).toList());
    page.addObject("states", Arrays.stream(RecordState.values()).map(RecordState::name).toList());
    page.addObject("state", state == null ? "" : state.name());
    page.addObject("agreement", filter.shown(filter.agreement()));
    page.addObject("products", products.all());
    page.addObject("product", filter.shown(filter.product()));
    page.addObject("day", filter.shown(filter.day()));
    page.addObject("of", filter.of() == null ? "" : filter.of().toString());
    page.addObject("undecided", filter.isUndecided() ? "true" : "");
    page.addObject("first", cursor == null);
    page.addObject("next", found.size() > PAGE_SIZE ? shown.getLast() : null);
    return page;
  }

  /** What to look for; empty when there is no such agreement, product or day: none is found. */
  private Optional<MeteringRecords.Wanted> wanted(Filter filter) {
    String agreement = filter.shown(filter.agreement());
    String product = filter.shown(filter.product());
    String day = filter.shown(filter.day());
    Optional<AgreementId> only = OperatorAgreementController.read(agreement);
    Optional<String> code = products.find(product).map(Product::code);
    Optional<Instant> start = start(day);
    if ((only.isEmpty() && !agreement.isEmpty())
        || (code.isEmpty() && !product.isEmpty())
        || (start.isEmpty() && !day.isEmpty())) {
      return Optional.empty();
    }
    Duration hour = Duration.ofHours(1);
    Integer of = filter.of();
    Optional<Instant> from = start.map(it -> of == null ? it : it.plus(hour.multipliedBy(of)));
    return Optional.of(
        new MeteringRecords.Wanted(
            only.orElse(null),
            filter.state(),
            code.orElse(null),
            from.orElse(null),
            from.map(it -> it.plus(of == null ? Duration.ofDays(1) : hour)).orElse(null),
            filter.isUndecided()));
  }

  /**
   * The start of a UTC day.
   *
   * @param day such as {@code 2026-05-12}
   * @throws PageNotFoundException if it is none
   */
  static Instant startOf(String day) {
    return start(day).orElseThrow(() -> new PageNotFoundException("not a day"));
  }

  private static Optional<Instant> start(String day) {
    try {
      return Optional.of(Typed.day(day).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static MeteringRecords.@Nullable Cursor cursor(String hour, String after) {
    if (hour.isEmpty() || after.isEmpty()) {
      return null;
    }
    try {
      return new MeteringRecords.Cursor(Typed.instant(hour), after);
    } catch (DateTimeException e) {
      throw new PageNotFoundException("not a place in the records");
    }
  }

  /** One record, with its calls as sent and answered. */
  @GetMapping("/operator/records/{id}")
  @Access(Access.Who.OPERATOR)
  ModelAndView one(@PathVariable String id, HttpServletRequest request) {
    ModelAndView page = new ModelAndView("operator/record");
    page.addObject("it", details.view(id, PageLanguage.of(request)));
    return page;
  }
}
