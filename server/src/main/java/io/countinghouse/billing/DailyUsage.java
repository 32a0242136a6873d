package io.countinghouse.billing;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import io.countinghouse.usage.UsagePoints;
import io.countinghouse.workspace.Workspaces;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a workspace used day by day and what that costs, to show: what readings posted, and what one
 * would post now for usage that came since.
 *
 * <p>Call it in a transaction that sees one moment of the database (REPEATABLE READ), else a
 * reading taken in between shows twice or not at all.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class DailyUsage {

  private static final int SECONDS_PER_HOUR = 3600;

  private final JdbcClient jdbc;
  private final UsagePoints points;
  private final Rating rating;
  private final PriceLists priceLists;
  private final ReadingMarks marks;
  private final Workspaces workspaces;
  private final Sites sites;
  private final BusinessClock clock;

  DailyUsage(
      JdbcClient jdbc,
      UsagePoints points,
      Rating rating,
      PriceLists priceLists,
      ReadingMarks marks,
      Workspaces workspaces,
      Sites sites,
      BusinessClock clock) {
    this.jdbc = jdbc;
    this.points = points;
    this.rating = rating;
    this.priceLists = priceLists;
    this.marks = marks;
    this.workspaces = workspaces;
    this.sites = sites;
    this.clock = clock;
  }

  /**
   * Units of one item, retention and day at one price.
   *
   * @param day in the zone of the workspace's site
   * @param unitSize how much counted usage is one unit
   * @param price of one unit; empty: charged to nobody
   * @param uncharged why nobody is charged; empty: somebody is
   * @param correction whether it was found after the day had ended, or takes back what was charged
   * @param units below zero where they are taken back
   */
  public record Row(
      LocalDate day,
      Item item,
      String retention,
      BigDecimal unitSize,
      @Nullable Money price,
      UnchargedUsage.@Nullable Reason uncharged,
      boolean correction,
      BigDecimal units) {

    /** Units × price; empty: charged to nobody. */
    public @Nullable Money amount() {
      return price == null ? null : price.times(units);
    }
  }

  /** What units are added up by. */
  private record Key(
      LocalDate day,
      DayUnits.Tier tier,
      @Nullable Money price,
      UnchargedUsage.@Nullable Reason uncharged,
      boolean correction) {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::day)
            .thenComparing(key -> key.tier().item())
            .thenComparing(Key::tier, DayUnits.Tier.SHORTEST_FIRST)
            .thenComparing(Key::correction)
            .thenComparing(key -> String.valueOf(key.price()))
            .thenComparing(key -> String.valueOf(key.uncharged()));
  }

  /**
   * The days of a span, in the order of day, item and retention; the same few queries for any span.
   *
   * @param from the first day
   * @param to the last day
   */
  public List<Row> of(WorkspaceId workspace, LocalDate from, LocalDate to) {
    Site site = sites.get(workspaces.siteOf(workspace));
    Instant now = clock.now();
    Map<Key, BigDecimal> units = posted(workspace, from, to, hoursAhead(site, now));
    notYetPosted(workspace, from, to, now, site)
        .forEach((key, found) -> units.merge(key, found, BigDecimal::add));
    Map<LocalDate, PriceList> lists = new HashMap<>();
    units.keySet().stream()
        .map(Key::day)
        .distinct()
        .forEach(day -> priceLists.inForce(day).ifPresent(it -> lists.put(day, it)));
    return units.entrySet().stream()
        .filter(it -> it.getValue().signum() != 0)
        .sorted(Map.Entry.comparingByKey(Key.ORDER))
        .map(it -> row(it.getKey(), it.getValue(), lists.get(it.getKey().day())))
        .toList();
  }

  private static Row row(Key key, BigDecimal units, @Nullable PriceList list) {
    Item item = key.tier().item();
    return new Row(
        key.day(),
        item,
        key.tier().retention(),
        list == null ? BigDecimal.ONE : list.unitSize(item),
        key.price(),
        key.uncharged(),
        key.correction(),
        units);
  }

  /** A site's offset is fixed and in whole hours. */
  private static int hoursAhead(Site site, Instant now) {
    return site.zone().getRules().getOffset(now).getTotalSeconds() / SECONDS_PER_HOUR;
  }

  private Map<Key, BigDecimal> posted(
      WorkspaceId workspace, LocalDate from, LocalDate to, int hoursAhead) {
    Map<Key, BigDecimal> units = new HashMap<>();
    jdbc.sql(
            """
            SELECT day, item, retention, price, currency, uncharged, correction, sum(units) AS units
              FROM (SELECT day, item, retention, price, currency, uncharged, units,
                           units < 0 OR as_of > (day + 1)::timestamp AT TIME ZONE 'UTC'
                                                - make_interval(hours => :ahead) AS correction
                      FROM billing.posting
                     WHERE workspace_id = :workspace AND day BETWEEN :from AND :to) AS p
             GROUP BY day, item, retention, price, currency, uncharged, correction\
            """)
        .param("workspace", workspace.value())
        .param("from", from)
        .param("to", to)
        .param("ahead", hoursAhead)
        .query(rs -> {
          units.put(key(rs), rs.getBigDecimal("units"));
        });
    return units;
  }

  private static Key key(ResultSet rs) throws SQLException {
    String currency = rs.getString("currency");
    String uncharged = rs.getString("uncharged");
    return new Key(
        rs.getObject("day", LocalDate.class),
        new DayUnits.Tier(Item.stored(rs.getString("item")), rs.getString("retention")),
        currency == null
            ? null
            : Money.of(rs.getBigDecimal("price"), Currency.getInstance(currency)),
        uncharged == null ? null : UnchargedUsage.Reason.valueOf(uncharged),
        rs.getBoolean("correction"));
  }

  /** As of when the next reading counts: the hour that ended, or the one that goes on. */
  private Instant nextReading(WorkspaceId workspace, Instant now) {
    Hour hour = Hour.containing(now);
    return marks.closedUntil(workspace).isBefore(hour.start()) ? hour.start() : hour.end();
  }

  /** What a full reading would post now, late or not by the reading that will post it. */
  private Map<Key, BigDecimal> notYetPosted(
      WorkspaceId workspace, LocalDate from, LocalDate to, Instant now, Site site) {
    List<TouchedDay> touched = points.touchedDays(workspace, from, to);
    Map<Key, BigDecimal> units = new HashMap<>();
    if (touched.isEmpty()) {
      return units;
    }
    Rating.Found found =
        rating.newlyPosted(touched, points.dayTotals(touched, Instant.MAX).totals(), now);
    Instant asOf = nextReading(workspace, now);
    for (Posting posting : found.postings()) {
      boolean late = asOf.isAfter(site.startOf(posting.of().day().day().plusDays(1)));
      units.merge(key(posting, late), posting.units(), BigDecimal::add);
    }
    return units;
  }

  private static Key key(Posting posting, boolean late) {
    LocalDate day = posting.of().day().day();
    DayUnits.Tier tier = posting.of().tier();
    boolean correction = late || posting.units().signum() < 0;
    return switch (posting.charge()) {
      case Posting.Charge.Paid paid ->
          new Key(day, tier, Money.of(paid.price(), paid.currency()), null, correction);
      case Posting.Charge.Nobody(var reason) -> new Key(day, tier, null, reason, correction);
    };
  }
}
