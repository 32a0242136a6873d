package io.countinghouse.billing;

import io.countinghouse.billing.Posting.Charge;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.CopyText;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import io.countinghouse.usage.Item;
import io.countinghouse.usage.TouchedDay;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
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
import java.util.function.Function;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code billing.posting}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PostingTable {

  private static final int BYTES_PER_ROW = 320;

  /** No price, currency, price list, billing account, agreement and dimension. */
  private static final String NOTHING_PAID = (CopyText.NULL + "\t").repeat(6);

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

  /** The units posted so far for each tier of some days; each day is looked up by itself. */
  Map<TouchedDay, Map<DayUnits.Tier, BigDecimal>> unitsOf(List<TouchedDay> days) {
    Map<TouchedDay, Map<DayUnits.Tier, BigDecimal>> units = new HashMap<>();
    jdbc.sql(
            """
            SELECT d.n, p.item, p.retention, p.units
              FROM unnest(CAST(:workspaces AS text[]), CAST(:days AS date[])) WITH ORDINALITY
                   AS d (workspace_id, day, n)
             CROSS JOIN LATERAL (
                   SELECT o.item, o.retention, sum(o.units) AS units FROM billing.posting o
                    WHERE o.workspace_id = d.workspace_id AND o.day = d.day
                    GROUP BY o.item, o.retention) AS p\
            """)
        .param("workspaces", texts(days, day -> day.workspace().value()))
        .param("days", texts(days, day -> day.day().toString()))
        .query(rs -> {
          units
              .computeIfAbsent(days.get(rs.getInt("n") - 1), _ -> new HashMap<>())
              .put(tier(rs), rs.getBigDecimal("units"));
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

  /**
   * Stores the postings of a reading, as a stream: PostgreSQL writes it page by page instead of row
   * by row.
   */
  void store(List<Posting> postings, Instant asOf) {
    String instants = "\t" + asOf + "\t" + Hour.ofReading(asOf).start() + "\t";
    StringBuilder rows = new StringBuilder(postings.size() * BYTES_PER_ROW);
    postings.forEach(posting -> append(rows, posting, instants));
    template.execute((Connection connection) -> {
      try {
        return new CopyManager(connection.unwrap(BaseConnection.class))
            .copyIn(
                """
                COPY billing.posting (workspace_id, day, item, retention, as_of, hour, units, amount, price, currency,
                                      price_version, billing_account_id, agreement_id, dimension, uncharged) FROM STDIN\
                """,
                new StringReader(rows.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static void append(StringBuilder rows, Posting posting, String instants) {
    DayTier of = posting.of();
    rows.append(of.day().workspace()).append('\t').append(of.day().day()).append('\t');
    rows.append(of.tier().item().id()).append('\t');
    CopyText.append(rows, of.tier().retention());
    rows.append(instants).append(posting.units().toPlainString()).append('\t');
    rows.append(posting.amount().toPlainString()).append('\t');
    switch (posting.charge()) {
      case Charge.Paid paid -> {
        rows.append(paid.price().toPlainString()).append('\t').append(paid.currency()).append('\t');
        CopyText.append(rows, paid.priceVersion());
        rows.append('\t').append(paid.payer().billingAccount()).append('\t');
        rows.append(paid.agreement().map(AgreementId::value).orElse(CopyText.NULL)).append('\t');
        CopyText.append(rows, paid.book().map(Book::dimension).orElse(null));
        rows.append('\t').append(CopyText.NULL);
      }
      case Charge.Nobody(UnchargedUsage.Reason reason) ->
          rows.append(NOTHING_PAID).append(reason.name());
    }
    rows.append('\n');
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
