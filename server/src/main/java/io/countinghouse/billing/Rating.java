package io.countinghouse.billing;

import io.countinghouse.billing.Posting.Charge;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.usage.DayTotal;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import io.countinghouse.workspace.SitesOfWorkspaces;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Rates days: units so far, less those posted, at the price for the payer just before the reading;
 * what is less than was posted goes back to those charged for it.
 */
@Component
class Rating {

  private final PriceLists priceLists;
  private final PostingTable postings;
  private final Payers payers;
  private final SitesOfWorkspaces workspaces;
  private final Sites sites;

  Rating(
      PriceLists priceLists,
      PostingTable postings,
      Payers payers,
      SitesOfWorkspaces workspaces,
      Sites sites) {
    this.priceLists = priceLists;
    this.postings = postings;
    this.payers = payers;
    this.workspaces = workspaces;
    this.sites = sites;
  }

  /**
   * What a reading found.
   *
   * @param creditedBefore agreements that got something back and pay for its workspace no more
   */
  record Found(List<Posting> postings, NavigableSet<AgreementId> creditedBefore) {}

  /** By what the days of a workspace are charged. */
  private record Context(Site site, Payers.@Nullable Terms terms) {}

  /** The postings of a reading; none for what is posted already. */
  Found newlyPosted(List<TouchedDay> days, List<DayTotal> totals, Instant asOf) {
    Map<TouchedDay, Map<DayUnits.Tier, BigDecimal>> posted = postings.unitsOf(days);
    Map<TouchedDay, Map<DayUnits.Tier, Map<String, BigDecimal>>> used = byTier(totals);
    Map<WorkspaceId, Context> contexts = contexts(days, asOf);
    Map<LocalDate, Optional<PriceList>> lists = new HashMap<>();
    List<Posting> found = new ArrayList<>();
    Map<DayTier, BigDecimal> tooMany = new LinkedHashMap<>();
    for (TouchedDay day : days) {
      Context context = contexts.get(day.workspace());
      if (context == null) {
        throw new IllegalStateException("usage of unknown workspace " + day.workspace());
      }
      PriceList list = lists.computeIfAbsent(day.day(), priceLists::inForce).orElse(null);
      Map<DayUnits.Tier, BigDecimal> units =
          DayUnits.of(used.getOrDefault(day, Map.of()), list, context.site().kind());
      differences(units, posted.getOrDefault(day, Map.of()))
          .forEach((tier, difference) -> {
            DayTier of = new DayTier(day, tier);
            if (difference.signum() > 0) {
              found.add(new Posting(of, asOf, difference, charge(of, context, list)));
            } else if (difference.signum() < 0) {
              tooMany.put(of, difference.negate());
            }
          });
    }
    List<Posting> credits = credits(tooMany, asOf);
    found.addAll(credits);
    return new Found(found, creditedBefore(credits, contexts));
  }

  /** What each tier has more than was posted of it; one without usage any more has no units. */
  private static Map<DayUnits.Tier, BigDecimal> differences(
      Map<DayUnits.Tier, BigDecimal> units, Map<DayUnits.Tier, BigDecimal> posted) {
    Set<DayUnits.Tier> tiers = new LinkedHashSet<>(units.keySet());
    posted.keySet().stream()
        .filter(tier -> !units.containsKey(tier))
        .sorted(Comparator.comparing(DayUnits.Tier::item).thenComparing(DayUnits.Tier::retention))
        .forEach(tiers::add);
    Map<DayUnits.Tier, BigDecimal> differences = new LinkedHashMap<>();
    for (DayUnits.Tier tier : tiers) {
      differences.put(
          tier,
          units
              .getOrDefault(tier, BigDecimal.ZERO)
              .subtract(posted.getOrDefault(tier, BigDecimal.ZERO)));
    }
    return differences;
  }

  private List<Posting> credits(Map<DayTier, BigDecimal> tooMany, Instant asOf) {
    List<Posting> credits = new ArrayList<>();
    if (!tooMany.isEmpty()) {
      Map<DayTier, List<PostingTable.Charged>> charged = postings.chargedFor(tooMany.keySet());
      tooMany.forEach((tier, units) ->
          credits.addAll(Credits.of(tier, units, charged.getOrDefault(tier, List.of()), asOf)));
    }
    return credits;
  }

  private static NavigableSet<AgreementId> creditedBefore(
      List<Posting> credits, Map<WorkspaceId, Context> contexts) {
    NavigableSet<AgreementId> before = new TreeSet<>(Comparator.comparing(AgreementId::value));
    for (Posting credit : credits) {
      Context context = contexts.get(credit.of().day().workspace());
      Payers.Terms now = context == null ? null : context.terms();
      if (credit.charge() instanceof Charge.Paid paid
          && (now == null || !paid.payer().equals(now.payer()))) {
        paid.agreement().ifPresent(before::add);
      }
    }
    return before;
  }

  private static Map<TouchedDay, Map<DayUnits.Tier, Map<String, BigDecimal>>> byTier(
      List<DayTotal> totals) {
    Map<TouchedDay, Map<DayUnits.Tier, Map<String, BigDecimal>>> byTier = new HashMap<>();
    for (DayTotal total : totals) {
      byTier
          .computeIfAbsent(
              new TouchedDay(total.workspace(), total.day()), _ -> new LinkedHashMap<>())
          .computeIfAbsent(new DayUnits.Tier(total.item(), total.retention()), _ -> new HashMap<>())
          .put(total.measure(), total.quantity());
    }
    return byTier;
  }

  private Map<WorkspaceId, Context> contexts(List<TouchedDay> days, Instant asOf) {
    List<WorkspaceId> ids = days.stream().map(TouchedDay::workspace).distinct().toList();
    Map<WorkspaceId, Payers.Terms> terms = payers.justBefore(ids, asOf);
    Map<WorkspaceId, Context> contexts = new HashMap<>();
    workspaces
        .of(ids)
        .forEach((id, site) -> contexts.put(id, new Context(sites.get(site), terms.get(id))));
    return contexts;
  }

  private static Charge charge(DayTier of, Context context, @Nullable PriceList list) {
    Payers.Terms terms = context.terms();
    if (terms == null) {
      return new Charge.Nobody(UnchargedUsage.Reason.NO_PAYER);
    }
    Item item = of.tier().item();
    Optional<BigDecimal> price =
        list == null
            ? Optional.empty()
            : list.price(item, of.tier().retention(), terms.currency(), context.site().kind());
    if (list == null || price.isEmpty()) {
      return new Charge.Nobody(UnchargedUsage.Reason.NO_PRICE);
    }
    return new Charge.Paid(
        terms.payer(), price.get(), terms.currency(), list.version(), terms.dimensionOf(item));
  }
}
