package io.countinghouse.billing;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes in price lists while the server runs: checked whole, shown before they are stored, stored
 * in one transaction. No list changes the price of a day that has begun at any site.
 */
@Service
public class PriceListImports {

  /** What every page and the database can show. */
  private static final int YEAR_MAX = 9998;

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

  private final PriceListTable table;
  private final FirstDay firstDay;
  private final AuditTrail audit;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  PriceListImports(
      PriceListTable table,
      FirstDay firstDay,
      AuditTrail audit,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.table = table;
    this.firstDay = firstDay;
    this.audit = audit;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * A list as somebody hands it in.
   *
   * @param version its name to be
   * @param validFrom the first billing day rated by it, such as 2026-12-01
   * @param csv as {@code price-lists/*.csv} of the server, with the two columns of allowances or
   *     without
   */
  public record Upload(String version, String validFrom, ByteArrayResource csv) {}

  /** What comes of an upload. */
  public sealed interface Outcome {

    /** Nothing is stored; this is all that is wrong. */
    record Refused(List<PriceProblem> problems) implements Outcome {}

    /**
     * Nothing is stored yet.
     *
     * @param against the version that would be in force on its first day without it; empty for none
     * @param until the day on which another list takes over; null when none does
     */
    record Preview(PriceList list, String against, @Nullable LocalDate until, PriceChanges changes)
        implements Outcome {}

    /** It is stored under this version. */
    record Stored(String version) implements Outcome {}
  }

  /** What comes of a wish to withdraw a list. */
  public enum Withdrawal {
    DONE,
    /** It has begun at a site: it stays. */
    BEGUN,
    /** There is no such list, or it is withdrawn already. */
    UNKNOWN
  }

  /** Checks a list and says what it would change; stores nothing. */
  public Outcome preview(Upload upload) {
    return tx.execute(_ -> check(upload));
  }

  /**
   * Stores a list, if it is right and was confirmed as it is.
   *
   * @param against the version that the confirmed preview compared with
   * @param warningsAccepted whether the warnings were seen; of no effect without any
   * @return Preview if another list came between, or there are warnings not accepted
   */
  public Outcome store(Upload upload, String against, boolean warningsAccepted, Actor actor) {
    return tx.execute(_ -> {
      table.lock();
      Outcome outcome = check(upload);
      if (outcome instanceof Outcome.Preview(var list, var base, var _, var changes)
          && base.equals(against)
          && (warningsAccepted || changes.warnings().isEmpty())) {
        table.store(list);
        audit.record(
            actor,
            "price-list.stored",
            list.version(),
            Map.of(
                "validFrom", list.validFrom().toString(),
                "against", base,
                "prices", Integer.toString(list.lines().size()),
                "allowances", Integer.toString(list.allowances().size()),
                "changedPrices", Integer.toString(changes.prices().size()),
                "acceptedWarnings", Integer.toString(changes.warnings().size())));
        return new Outcome.Stored(list.version());
      }
      return outcome;
    });
  }

  private Outcome check(Upload upload) {
    List<PriceListTable.Head> heads = table.heads();
    List<PriceProblem> problems = new ArrayList<>();
    checkVersion(upload.version(), heads, problems);
    LocalDate day = day(upload.validFrom(), heads, problems);
    PriceListReader.Parsed parsed = PriceListReader.read(upload.csv().getByteArray());
    problems.addAll(parsed.problems());
    if (!problems.isEmpty() || day == null) {
      return new Outcome.Refused(List.copyOf(problems));
    }
    PriceList list = parsed.list(upload.version(), day);
    List<PriceListTable.Head> live =
        heads.stream().filter(head -> head.withdrawnAt() == null).toList();
    Optional<PriceListTable.Head> before =
        live.stream().filter(head -> head.validFrom().isBefore(day)).findFirst();
    return new Outcome.Preview(
        list,
        before.map(PriceListTable.Head::version).orElse(""),
        live.reversed().stream()
            .map(PriceListTable.Head::validFrom)
            .filter(it -> it.isAfter(day))
            .findFirst()
            .orElse(null),
        PriceChanges.between(before.map(table::read).orElse(null), list));
  }

  /** Whether a list may be called so. */
  static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  private static void checkVersion(
      String version, List<PriceListTable.Head> heads, List<PriceProblem> problems) {
    if (!isVersion(version)) {
      problems.add(PriceProblem.of(PriceProblem.Kind.BAD_VERSION));
    } else if (heads.stream().anyMatch(head -> head.version().equals(version))) {
      problems.add(PriceProblem.of(PriceProblem.Kind.VERSION_USED, version));
    }
  }

  private @Nullable LocalDate day(
      String text, List<PriceListTable.Head> heads, List<PriceProblem> problems) {
    LocalDate day;
    try {
      day = LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      problems.add(PriceProblem.of(PriceProblem.Kind.BAD_DAY, text));
      return null;
    }
    if (day.getYear() > YEAR_MAX) {
      problems.add(PriceProblem.of(PriceProblem.Kind.BAD_DAY, text));
      return null;
    }
    if (!heads.isEmpty() && day.isBefore(firstDay.notBegun())) {
      problems.add(PriceProblem.of(PriceProblem.Kind.DAY_BEGUN, firstDay.notBegun().toString()));
    }
    heads.stream()
        .filter(head -> head.withdrawnAt() == null && head.validFrom().equals(day))
        .forEach(
            head -> problems.add(PriceProblem.of(PriceProblem.Kind.DAY_TAKEN, head.version())));
    return day;
  }

  /** Withdraws a list that has begun at no site. */
  public Withdrawal withdraw(String version, String reason, Actor actor) {
    return tx.execute(_ -> {
      table.lock();
      PriceListTable.Head head =
          table.heads().stream()
              .filter(it -> it.version().equals(version) && it.withdrawnAt() == null)
              .findFirst()
              .orElse(null);
      if (head == null) {
        return Withdrawal.UNKNOWN;
      }
      if (head.validFrom().isBefore(firstDay.notBegun())) {
        return Withdrawal.BEGUN;
      }
      table.withdraw(version, clock.now(), reason);
      audit.record(
          actor,
          "price-list.withdrawn",
          version,
          Map.of("validFrom", head.validFrom().toString(), "reason", reason));
      return Withdrawal.DONE;
    });
  }
}
