package io.countinghouse.wallet;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Charges billing accounts for the days that are over: what accrued becomes one charge for each
 * workspace and billing day, which is taken from the balance. What comes for a day already charged
 * goes to the next one, as a correction.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class DailyCharges {

  private final UnchargedTable uncharged;
  private final ChargeTable charges;
  private final WalletLedger ledger;
  private final Workspaces workspaces;
  private final Sites sites;
  private final AuditTrail audit;

  DailyCharges(
      UnchargedTable uncharged,
      ChargeTable charges,
      WalletLedger ledger,
      Workspaces workspaces,
      Sites sites,
      AuditTrail audit) {
    this.uncharged = uncharged;
    this.charges = charges;
    this.ledger = ledger;
    this.workspaces = workspaces;
    this.sites = sites;
    this.audit = audit;
  }

  /** What one charge is made for. */
  private record Key(LocalDate day, WorkspaceId workspace) {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::day).thenComparing(it -> it.workspace().value());
  }

  /**
   * Charges what is due of an account; done twice, it charges nothing the second time.
   *
   * @param until the instant up to which all readings are taken
   * @param at the business time of the charges
   */
  void charge(BillingAccountId account, Instant until, Instant at) {
    WalletLedger.Standing standing = ledger.lock(account);
    Currency currency = standing.balance().currency();
    List<UnchargedTable.Row> due = uncharged.due(account, until, currency);
    Map<WorkspaceId, ChargeTable.Last> last =
        charges.last(
            account, due.stream().map(UnchargedTable.Row::workspace).distinct().toList(), currency);
    Map<WorkspaceId, Money> rests = new HashMap<>();
    last.forEach((workspace, charge) -> rests.put(workspace, charge.rest()));
    Map<LocalDate, Money> charged = new TreeMap<>();
    for (Map.Entry<Key, List<UnchargedTable.Row>> rows : byDay(due, last, until).entrySet()) {
      WorkspaceId workspace = rows.getKey().workspace();
      Money rest = rests.getOrDefault(workspace, Money.zero(currency));
      Charge charge = charge(rows.getKey(), rows.getValue(), rest);
      uncharged.take(rows.getValue());
      long id = charges.insert(account, charge, at);
      rests.put(workspace, charge.rest());
      standing = ledger.charge(standing, charge.amount(), id, at);
      charged.merge(charge.day(), charge.amount(), Money::plus);
    }
    for (Map.Entry<LocalDate, Money> day : charged.entrySet()) {
      record(account, day.getKey(), day.getValue());
    }
  }

  private void record(BillingAccountId account, LocalDate day, Money amount) {
    audit.record(
        Actor.SYSTEM,
        "wallet.charged",
        account.value(),
        Map.of("day", day.toString(), "amount", amount.toString()));
  }

  /** By day and workspace; what must wait for the end of a later day is put off. */
  private Map<Key, List<UnchargedTable.Row>> byDay(
      List<UnchargedTable.Row> due, Map<WorkspaceId, ChargeTable.Last> last, Instant until) {
    Map<WorkspaceId, Site> siteOf = new HashMap<>();
    workspaces
        .all(due.stream().map(UnchargedTable.Row::workspace).distinct().toList())
        .forEach(it -> siteOf.put(it.id(), sites.get(it.site())));
    Map<Key, List<UnchargedTable.Row>> byDay = new TreeMap<>(Key.ORDER);
    for (UnchargedTable.Row row : due) {
      Site site = Objects.requireNonNull(siteOf.get(row.workspace()));
      ChargeTable.Last before = last.get(row.workspace());
      LocalDate day =
          before == null || row.chargeDay().isAfter(before.day())
              ? row.chargeDay()
              : before.day().plusDays(1);
      Instant over = site.startOf(day.plusDays(1));
      if (over.isAfter(until)) {
        uncharged.postpone(row, day, over);
      } else {
        byDay.computeIfAbsent(new Key(day, row.workspace()), _ -> new ArrayList<>()).add(row);
      }
    }
    return byDay;
  }

  private static Charge charge(Key key, List<UnchargedTable.Row> rows, Money restBefore) {
    Money accrued = Money.zero(restBefore.currency());
    Money corrections = accrued;
    for (UnchargedTable.Row row : rows) {
      accrued = accrued.plus(row.amount());
      if (row.day().isBefore(key.day())) {
        corrections = corrections.plus(row.amount());
      }
    }
    return Charge.of(key.workspace(), key.day(), accrued, corrections, restBefore);
  }
}
