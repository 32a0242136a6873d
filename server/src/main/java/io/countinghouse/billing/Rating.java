package io.countinghouse.billing;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.usage.DayTotal;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
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
  private final Payers payers;
  private final Workspaces workspaces;
  private final Sites sites;

  Rating(
      PriceLists priceLists,
      PostingTable postings,
      Payers payers,
      Workspaces workspaces,
      Sites sites) {
    this.priceLists = priceLists;
    this.postings = postings;
    this.payers = payers;
    this.workspaces = workspaces;
    this.sites = sites;
  }

  /** What the payers of a workspace's days are charged by. */
  private record Context(Site site, Payers.@Nullable Terms terms) {}

  /** The postings of a reading; none for what is posted already. */
  List<Posting> newlyCharged(List<TouchedDay> days, List<DayTotal> totals, Instant asOf) {
    Map<PostingTable.DayItem, BigDecimal> posted = postings.unitsOf(days);
    Map<WorkspaceId, Context> contexts = contexts(days, asOf);
    List<Posting> found = new ArrayList<>();
    byItem(totals)
        .forEach((key, measures) -> {
          Context context = contexts.get(key.workspace());
          if (context == null) {
            throw new IllegalStateException("usage of unknown workspace " + key.workspace());
          }
          Optional<PriceList> list = listOf(context.site(), key.day());
          BigDecimal unitSize =
              list.map(prices -> prices.unitSize(key.item())).orElse(BigDecimal.ONE);
          BigDecimal units =
              DayUnits.of(key.item(), measures, unitSize)
                  .subtract(posted.getOrDefault(key, BigDecimal.ZERO));
          if (units.signum() != 0) {
            found.add(posting(key, units, asOf, context, list));
          }
        });
    return found;
  }

  private static Map<PostingTable.DayItem, Map<String, BigDecimal>> byItem(List<DayTotal> totals) {
    Map<PostingTable.DayItem, Map<String, BigDecimal>> byItem = new LinkedHashMap<>();
    for (DayTotal total : totals) {
      PostingTable.DayItem key =
          new PostingTable.DayItem(total.workspace(), total.day(), total.item(), total.retention());
      byItem.computeIfAbsent(key, _ -> new HashMap<>()).put(total.measure(), total.quantity());
    }
    return byItem;
  }

  private Map<WorkspaceId, Context> contexts(List<TouchedDay> days, Instant asOf) {
    List<WorkspaceId> ids = days.stream().map(TouchedDay::workspace).distinct().toList();
    Map<WorkspaceId, Payers.Terms> terms = payers.justBefore(ids, asOf);
    Collection<Workspace> known = workspaces.all(ids);
    return known.stream()
        .collect(
            Collectors.toMap(
                Workspace::id,
                workspace -> new Context(sites.get(workspace.site()), terms.get(workspace.id()))));
  }

  private Optional<PriceList> listOf(Site site, LocalDate day) {
    return priceLists.inForce(site.startOf(day));
  }

  private Posting posting(
      PostingTable.DayItem key,
      BigDecimal units,
      Instant asOf,
      Context context,
      Optional<PriceList> list) {
    return new Posting(
        key.workspace(),
        key.day(),
        key.item(),
        key.retention(),
        asOf,
        units,
        charge(key, context, list.orElse(null)));
  }

  private Posting.@Nullable Charge charge(
      PostingTable.DayItem key, Context context, @Nullable PriceList list) {
    Payers.Terms terms = context.terms();
    if (terms == null || list == null) {
      return null;
    }
    Item item = key.item();
    Currency currency = terms.currency();
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
    return new Posting.Charge(
        terms.payer(), price.get(), currency, list.version(), terms.dimensionOf(item));
  }
}
