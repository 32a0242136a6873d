package io.countinghouse.billing;

import io.countinghouse.site.Site;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The price lists there are, for those who look at them. */
@Service
public class PriceListDirectory {

  private final PriceListTable table;
  private final FirstDay firstDay;
  private final TransactionTemplate tx;

  PriceListDirectory(PriceListTable table, FirstDay firstDay, TransactionTemplate tx) {
    this.table = table;
    this.firstDay = firstDay;
    this.tx = tx;
  }

  /** Where a list stands. */
  public enum State {
    /** It has begun at no site. */
    UPCOMING,
    /** The present day of at least one site is rated by it. */
    IN_FORCE,
    PAST,
    WITHDRAWN
  }

  /**
   * A list and where it stands.
   *
   * @param until the day on which the next list takes over; null when none does
   */
  public record Listed(
      PriceList list,
      State state,
      @Nullable LocalDate until,
      @Nullable Instant withdrawnAt,
      @Nullable String withdrawnReason) {}

  /** All, the one that begins last first. */
  public List<Listed> all() {
    return tx.execute(_ -> {
      List<Listed> all = new ArrayList<>();
      LocalDate next = null;
      for (PriceListTable.Head head : table.heads()) {
        all.add(
            new Listed(
                table.read(head),
                state(head, next),
                head.withdrawnAt() == null ? next : null,
                head.withdrawnAt(),
                head.withdrawnReason()));
        next = head.withdrawnAt() == null ? head.validFrom() : next;
      }
      return all;
    });
  }

  private State state(PriceListTable.Head head, @Nullable LocalDate next) {
    if (head.withdrawnAt() != null) {
      return State.WITHDRAWN;
    }
    if (!head.validFrom().isBefore(firstDay.notBegun())) {
      return State.UPCOMING;
    }
    return next != null && !next.isAfter(firstDay.notOver()) ? State.PAST : State.IN_FORCE;
  }

  public Optional<Listed> find(String version) {
    return all().stream().filter(it -> it.list().version().equals(version)).findFirst();
  }

  /** The file of a list: as it can be handed in again under another version. */
  public static String csv(PriceList list) {
    boolean withAllowances = !list.allowances().isEmpty();
    List<String> columns =
        withAllowances ? PriceListReader.WITH_ALLOWANCES : PriceListReader.COLUMNS;
    StringWriter file = new StringWriter();
    try (CSVPrinter csv = new CSVPrinter(file, CSVFormat.RFC4180)) {
      csv.printRecord(columns);
      for (PriceLine line : sorted(list)) {
        List<String> cells = new ArrayList<>(cells(line));
        if (withAllowances) {
          cells.addAll(granted(list, line));
        }
        csv.printRecord(cells);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text could not be written", e);
    }
    return file.toString();
  }

  /** The prices of a list by item, then the shortest retention first. */
  public static List<PriceLine> sorted(PriceList list) {
    return list.lines().stream()
        .sorted(Comparator.comparing(PriceLine::key, PriceLine.Key.ORDER))
        .toList();
  }

  private static List<String> cells(PriceLine line) {
    return List.of(
        line.item().id(),
        line.unitSize().toPlainString(),
        line.dayValue().name(),
        line.retention(),
        line.currency().getCurrencyCode(),
        id(line.siteKind()),
        line.price().toPlainString());
  }

  private static List<String> granted(PriceList list, PriceLine line) {
    return list.allowances(line.siteKind()).stream()
        .filter(it -> it.item() == line.item())
        .findFirst()
        .map(it -> List.of(it.on().id(), it.quantity().toPlainString()))
        .orElse(List.of("", ""));
  }

  private static String id(Site.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
