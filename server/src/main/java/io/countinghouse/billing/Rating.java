package io.countinghouse.billing;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Bindings;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.PayerCurrencies;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.usage.DayTotal;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Rates days: units so far, less those posted, at the price for the payer just before the reading.
 */
@Component
class Rating {

  private static final Logger log = LoggerFactory.getLogger(Rating.class);

  private final PriceLists priceLists;
  private final PostingTable postings;
  private final Bindings bindings;
  private final PayerCurrencies currencies;
  private final Workspaces workspaces;
  private final Sites sites;

  Rating(
      PriceLists priceLists,
      PostingTable postings,
      Bindings bindings,
      PayerCurrencies currencies,
      Workspaces workspaces,
      Sites sites) {
    this.priceLists = priceLists;
    this.postings = postings;
    this.bindings = bindings;
    this.currencies = currencies;
    this.workspaces = workspaces;
    this.sites = sites;
  }

  /** What the payers of a workspace's days are charged by. */
  private record Context(Site site, @Nullable Payer payer, @Nullable Currency currency) {}

  /** The postings of a reading; none for what is posted already. */
  List<Posting> newlyCharged(List<TouchedDay> days, List<DayTotal> totals, Instant asOf) {
    Map<PostingTable.DayItem, BigDecimal> posted = postings.unitsOf(days);
    Map<WorkspaceId, Context> contexts = contexts(days, asOf);
    List<Posting> found = new ArrayList<>();
    byTier(totals)
        .forEach((day, tiers) -> {
          Context context = contexts.get(day.workspace());
          if (context == null) {
            throw new IllegalStateException("usage of unknown workspace " + day.workspace());
          }
          PriceList list = priceLists.inForce(day.day()).orElse(null);
          DayUnits.of(tiers, list, context.site().kind())
              .forEach((tier, charged) -> {
                PostingTable.DayItem key =
                    new PostingTable.DayItem(
                        day.workspace(), day.day(), tier.item(), tier.retention());
                BigDecimal units = charged.subtract(posted.getOrDefault(key, BigDecimal.ZERO));
                if (units.signum() != 0) {
                  found.add(posting(key, units, asOf, context, list));
                }
              });
        });
    return found;
  }

  private static Map<TouchedDay, Map<DayUnits.Tier, Map<String, BigDecimal>>> byTier(
      List<DayTotal> totals) {
    Map<TouchedDay, Map<DayUnits.Tier, Map<String, BigDecimal>>> byTier = new LinkedHashMap<>();
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
    Map<WorkspaceId, Payer> payers = bindings.payersJustBefore(ids, asOf);
    Map<Payer, Currency> currencyOf = currencies.of(payers.values());
    Collection<Workspace> known = workspaces.all(ids);
    return known.stream()
        .collect(
            Collectors.toMap(
                Workspace::id,
                workspace -> {
                  Payer payer = payers.get(workspace.id());
                  return new Context(
                      sites.get(workspace.site()),
                      payer,
                      payer == null ? null : currencyOf.get(payer));
                }));
  }

  private Posting posting(
      PostingTable.DayItem key,
      BigDecimal units,
      Instant asOf,
      Context context,
      @Nullable PriceList list) {
    return new Posting(
        key.workspace(),
        key.day(),
        key.item(),
        key.retention(),
        asOf,
        units,
        charge(key, context, list));
  }

  private Posting.@Nullable Charge charge(
      PostingTable.DayItem key, Context context, @Nullable PriceList list) {
    Payer payer = context.payer();
    Currency currency = context.currency();
    if (payer == null || currency == null || list == null) {
      return null;
    }
    Item item = key.item();
    Optional<BigDecimal> price = list.price(item, key.retention(), currency, context.site().kind());
    if (price.isEmpty()) {
      log.error(
          "usage of workspace {} on {} is unpriced: {} {} in {}",
          key.workspace(),
          key.day(),
          item.id(),
          key.retention(),
          currency);
      return null;
    }
    return new Posting.Charge(payer, price.get(), currency, list.version());
  }
}
