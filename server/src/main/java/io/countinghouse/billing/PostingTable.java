package io.countinghouse.billing;

import io.countinghouse.billing.Posting.Charge;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.CopyRows;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of {@code billing.posting_set}: what one reading posts to one payer of a day of a
 * workspace; {@code billing.posting} shows the postings one by one.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PostingTable {

  private static final int COLUMNS = 14;
  private static final int POSTINGS_PER_SET = 100;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  PostingTable(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /**
   * What one payer was charged of a tier and has not been given back.
   *
   * @param units above 0
   */
  record Charged(Charge charge, BigDecimal units) {}

  /**
   * The units posted so far for each tier of some days; those of one date are looked up at once.
   */
  Map<TouchedDay, Map<DayUnits.Tier, BigDecimal>> unitsOf(Collection<TouchedDay> days) {
    Map<TouchedDay, Map<DayUnits.Tier, BigDecimal>> units = new HashMap<>();
    TouchedDay.byDate(days)
        .forEach((date, workspaces) ->
            jdbc.sql(
                    """
                    SELECT workspace_id, day, item, retention, sum(units) AS units
                      FROM (SELECT workspace_id, day, unnest(items) AS item, unnest(retentions) AS retention,
                                   unnest(units) AS units
                              FROM billing.posting_set
                             WHERE day = :date AND workspace_id = ANY (:workspaces)) AS posting
                     GROUP BY workspace_id, day, item, retention\
                    """)
                .param("workspaces", texts(workspaces, WorkspaceId::value))
                .param("date", date)
                .query(rs -> {
                  DayTier of = dayTier(rs);
                  units
                      .computeIfAbsent(of.day(), _ -> new HashMap<>())
                      .put(of.tier(), rs.getBigDecimal("units"));
                }));
    return units;
  }

  /** Who was charged for tiers, nobody included, who was charged last first. */
  Map<DayTier, List<Charged>> chargedFor(Collection<DayTier> tiers) {
    Map<DayTier, List<Charged>> charged = new HashMap<>();
    jdbc.sql(
            """
            SELECT p.workspace_id, p.day, p.item, p.retention, p.billing_account_id, p.agreement_id, p.dimension,
                   p.price, p.currency, p.price_version, p.uncharged, sum(p.units) AS units
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[]), CAST(:items AS text[]),
                          CAST(:retentions AS text[])) AS d (workspace_id, day, item, retention)
              JOIN billing.posting p ON p.workspace_id = d.workspace_id AND p.day = d.day AND p.item = d.item
                                    AND p.retention = d.retention
             GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
            HAVING sum(p.units) > 0
             ORDER BY max(p.id) FILTER (WHERE p.units > 0) DESC\
            """)
        .param("workspaces", texts(tiers, it -> it.day().workspace().value()))
        .param("days", texts(tiers, it -> it.day().day().toString()))
        .param("items", texts(tiers, it -> it.tier().item().id()))
        .param("retentions", texts(tiers, it -> it.tier().retention()))
        .query(rs -> {
          charged
              .computeIfAbsent(dayTier(rs), _ -> new ArrayList<>())
              .add(new Charged(charge(rs), rs.getBigDecimal("units")));
        });
    return charged;
  }

  /**
   * Stores the postings of a reading, as a stream: PostgreSQL writes it page by page instead of row
   * by row.
   */
  void store(List<Posting> postings, Instant asOf) {
    Instant hour = Hour.ofReading(asOf).start();
    template.execute((Connection connection) -> {
      new CopyRows(COLUMNS)
          .send(
              connection,
              """
              billing.posting_set (workspace_id, day, as_of, hour, items, retentions, units, billing_account_id,
                                   agreement_id, dimension, currency, price_version, prices, uncharged)\
              """,
              sets(postings),
              (rows, set) -> append(rows, set, asOf, hour));
      return true;
    });
  }

  /**
   * What belongs together.
   *
   * @param postings those of a day follow one another
   */
  private static List<List<Posting>> sets(List<Posting> postings) {
    List<List<Posting>> sets = new ArrayList<>();
    List<List<Posting>> ofDay = new ArrayList<>();
    for (Posting posting : postings) {
      if (!ofDay.isEmpty() && !ofDay.getFirst().getFirst().isOfDayOf(posting)) {
        ofDay.clear();
      }
      List<Posting> set = openSet(ofDay, posting);
      if (set.isEmpty()) {
        sets.add(set);
        ofDay.add(set);
      }
      set.add(posting);
    }
    return sets;
  }

  private static List<Posting> openSet(List<List<Posting>> ofDay, Posting posting) {
    for (List<Posting> set : ofDay) {
      if (set.size() < POSTINGS_PER_SET && set.getFirst().isChargedWith(posting)) {
        return set;
      }
    }
    return new ArrayList<>();
  }

  private static void append(CopyRows rows, List<Posting> set, Instant asOf, Instant hour) {
    Posting first = set.getFirst();
    TouchedDay day = first.of().day();
    rows.row()
        .text(day.workspace().value())
        .date(day.day())
        .time(asOf)
        .time(hour)
        .texts(set, it -> it.of().tier().item().id())
        .texts(set, it -> it.of().tier().retention())
        .numerics(set, Posting::units);
    switch (first.charge()) {
      case Charge.Paid paid -> {
        Optional<Book> book = paid.book();
        rows.text(paid.payer().billingAccount().value())
            .text(book.map(it -> it.agreement().value()).orElse(null))
            .text(book.map(Book::dimension).orElse(null))
            .text(paid.currency().getCurrencyCode())
            .text(paid.priceVersion())
            .numerics(set, Posting::price)
            .text(null);
      }
      case Charge.Nobody(UnchargedUsage.Reason reason) ->
          rows.text(null).text(null).text(null).text(null).text(null).noArray().text(reason.name());
    }
  }

  private static DayTier dayTier(ResultSet rs) throws SQLException {
    return new DayTier(
        new TouchedDay(
            new WorkspaceId(rs.getString("workspace_id")), rs.getObject("day", LocalDate.class)),
        tier(rs));
  }

  private static DayUnits.Tier tier(ResultSet rs) throws SQLException {
    return new DayUnits.Tier(Item.stored(rs.getString("item")), rs.getString("retention"));
  }

  private static Charge charge(ResultSet rs) throws SQLException {
    String uncharged = rs.getString("uncharged");
    if (uncharged != null) {
      return new Charge.Nobody(UnchargedUsage.Reason.valueOf(uncharged));
    }
    BillingAccountId holder = new BillingAccountId(rs.getString("billing_account_id"));
    String agreement = rs.getString("agreement_id");
    return new Charge.Paid(
        agreement == null
            ? new Payer.BillingCenter(holder)
            : new Payer.CloudAccount(holder, new AgreementId(agreement)),
        rs.getBigDecimal("price"),
        Currency.getInstance(rs.getString("currency")),
        rs.getString("price_version"),
        rs.getString("dimension"));
  }

  private static <T> String[] texts(Collection<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
