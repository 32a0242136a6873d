package io.countinghouse.billing;

import io.countinghouse.billing.Posting.Charge;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import java.math.BigDecimal;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code billing.posting}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PostingTable {

  private final JdbcClient jdbc;

  PostingTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What one payer was charged of a tier and has not been given back.
   *
   * @param units above 0
   */
  record Charged(Charge charge, BigDecimal units) {}

  /** The units posted so far for each tier of some days. */
  Map<TouchedDay, Map<DayUnits.Tier, BigDecimal>> unitsOf(Collection<TouchedDay> days) {
    Map<TouchedDay, Map<DayUnits.Tier, BigDecimal>> units = new HashMap<>();
    jdbc.sql(
            """
            SELECT p.workspace_id, p.day, p.item, p.retention, sum(p.units) AS units
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[])) AS d (workspace_id, day)
              JOIN billing.posting p ON p.workspace_id = d.workspace_id AND p.day = d.day
             GROUP BY 1, 2, 3, 4\
            """)
        .param("workspaces", texts(days, day -> day.workspace().value()))
        .param("days", texts(days, day -> day.day().toString()))
        .query(rs -> {
          DayTier key = dayTier(rs);
          units
              .computeIfAbsent(key.day(), _ -> new HashMap<>())
              .put(key.tier(), rs.getBigDecimal("units"));
        });
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

  /** Stores the postings of a reading. */
  void store(List<Posting> postings, Instant asOf) {
    jdbc.sql(
            """
            INSERT INTO billing.posting (workspace_id, day, item, retention, as_of, hour, units, price, currency,
                                         price_version, amount, billing_account_id, agreement_id, dimension, uncharged)
            SELECT p.workspace_id, p.day, p.item, p.retention, :asOf, :hour, p.units, p.price, p.currency,
                   p.price_version, p.units * coalesce(p.price, 0), p.billing_account_id, p.agreement_id, p.dimension,
                   p.uncharged
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[]), CAST(:items AS text[]),
                          CAST(:retentions AS text[]), CAST(:units AS numeric[]), CAST(:prices AS numeric[]),
                          CAST(:currencies AS text[]), CAST(:versions AS text[]), CAST(:holders AS text[]),
                          CAST(:agreements AS text[]), CAST(:dimensions AS text[]), CAST(:reasons AS text[]))
                   WITH ORDINALITY
                   AS p (workspace_id, day, item, retention, units, price, currency, price_version,
                         billing_account_id, agreement_id, dimension, uncharged, n)
             ORDER BY p.n\
            """)
        .param("asOf", SqlTime.utc(asOf))
        .param("hour", SqlTime.utc(Hour.ofReading(asOf).start()))
        .param("workspaces", texts(postings, it -> it.of().day().workspace().value()))
        .param("days", texts(postings, it -> it.of().day().day().toString()))
        .param("items", texts(postings, it -> it.of().tier().item().id()))
        .param("retentions", texts(postings, it -> it.of().tier().retention()))
        .param("units", texts(postings, it -> it.units().toPlainString()))
        .param("prices", paid(postings, it -> it.price().toPlainString()))
        .param("currencies", paid(postings, it -> it.currency().getCurrencyCode()))
        .param("versions", paid(postings, Charge.Paid::priceVersion))
        .param("holders", paid(postings, it -> it.payer().billingAccount().value()))
        .param(
            "agreements", paid(postings, it -> it.agreement().map(AgreementId::value).orElse(null)))
        .param("dimensions", paid(postings, Charge.Paid::dimension))
        .param("reasons", texts(postings, PostingTable::reason))
        .update();
  }

  private static @Nullable String reason(Posting posting) {
    return switch (posting.charge()) {
      case Charge.Paid _ -> null;
      case Charge.Nobody(UnchargedUsage.Reason reason) -> reason.name();
    };
  }

  private static DayTier dayTier(ResultSet rs) throws SQLException {
    return new DayTier(
        new TouchedDay(
            new WorkspaceId(rs.getString("workspace_id")), rs.getObject("day", LocalDate.class)),
        new DayUnits.Tier(Item.stored(rs.getString("item")), rs.getString("retention")));
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

  private static @Nullable String[] paid(
      Collection<Posting> postings, Function<Charge.Paid, @Nullable String> column) {
    return texts(
        postings,
        posting -> posting.charge() instanceof Charge.Paid paid ? column.apply(paid) : null);
  }

  private static <T> @Nullable String[] texts(
      Collection<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
