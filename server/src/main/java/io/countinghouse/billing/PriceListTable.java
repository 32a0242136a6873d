package io.countinghouse.billing;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code billing.price_list}, {@code billing.price} and {@code billing.allowance}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PriceListTable {

  private static final int ROWS_PER_BATCH = 1000;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  PriceListTable(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /**
   * What is known of a list without its lines.
   *
   * @param withdrawnAt null unless it was withdrawn before it began
   */
  record Head(
      String version,
      LocalDate validFrom,
      @Nullable Instant withdrawnAt,
      @Nullable String withdrawnReason) {}

  /** All lists, the one that begins last first. */
  List<Head> heads() {
    return jdbc.sql(
            """
            SELECT version, valid_from, withdrawn_at, withdrawn_reason FROM billing.price_list
             ORDER BY valid_from DESC, version\
            """)
        .query((rs, _) ->
            new Head(
                rs.getString("version"),
                rs.getObject("valid_from", LocalDate.class),
                SqlTime.optional(rs, "withdrawn_at").orElse(null),
                rs.getString("withdrawn_reason")))
        .list();
  }

  /** Keeps every other writer out until the transaction ends; readers go on. */
  void lock() {
    jdbc.sql("LOCK TABLE billing.price_list IN SHARE ROW EXCLUSIVE MODE").update();
  }

  /** A list with all its lines. */
  PriceList read(Head head) {
    List<PriceLine> lines =
        jdbc.sql(
                """
                SELECT item, unit_size, day_value, retention, currency, site_kind, price FROM billing.price
                 WHERE version = :version
                 ORDER BY item, currency, site_kind, length(retention), retention\
                """)
            .param("version", head.version())
            .query((rs, _) ->
                new PriceLine(
                    Item.stored(rs.getString("item")),
                    rs.getBigDecimal("unit_size"),
                    Item.DayValue.valueOf(rs.getString("day_value")),
                    rs.getString("retention"),
                    Currency.getInstance(rs.getString("currency")),
                    kind(rs.getString("site_kind")),
                    rs.getBigDecimal("price")))
            .list();
    List<Allowance> allowances =
        jdbc.sql(
                """
                SELECT item, site_kind, grants_item, grants_quantity FROM billing.allowance
                 WHERE version = :version ORDER BY item, site_kind\
                """)
            .param("version", head.version())
            .query((rs, _) ->
                new Allowance(
                    Item.stored(rs.getString("item")),
                    kind(rs.getString("site_kind")),
                    Item.stored(rs.getString("grants_item")),
                    rs.getBigDecimal("grants_quantity")))
            .list();
    return new PriceList(head.version(), head.validFrom(), lines, allowances);
  }

  /** Stores a list with all its lines; its version must be new. */
  void store(PriceList list) {
    jdbc.sql("INSERT INTO billing.price_list (version, valid_from) VALUES (:version, :from)")
        .param("version", list.version())
        .param("from", list.validFrom())
        .update();
    template.batchUpdate(
        """
        INSERT INTO billing.price (version, item, unit_size, day_value, retention, currency, site_kind, price)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        list.lines(),
        ROWS_PER_BATCH,
        (statement, line) -> bind(statement, list.version(), line));
    template.batchUpdate(
        """
        INSERT INTO billing.allowance (version, item, site_kind, grants_item, grants_quantity)
        VALUES (?, ?, ?, ?, ?)\
        """,
        list.allowances(),
        ROWS_PER_BATCH,
        (statement, allowance) -> bind(statement, list.version(), allowance));
  }

  private static void bind(PreparedStatement statement, String version, PriceLine line)
      throws SQLException {
    statement.setString(1, version);
    statement.setString(2, line.item().id());
    statement.setBigDecimal(3, line.unitSize());
    statement.setString(4, line.dayValue().name());
    statement.setString(5, line.retention());
    statement.setString(6, line.currency().getCurrencyCode());
    statement.setString(7, id(line.siteKind()));
    statement.setBigDecimal(8, line.price());
  }

  private static void bind(PreparedStatement statement, String version, Allowance allowance)
      throws SQLException {
    statement.setString(1, version);
    statement.setString(2, allowance.item().id());
    statement.setString(3, id(allowance.siteKind()));
    statement.setString(4, allowance.on().id());
    statement.setBigDecimal(5, allowance.quantity());
  }

  void withdraw(String version, Instant at, String reason) {
    jdbc.sql(
            """
            UPDATE billing.price_list SET withdrawn_at = :at, withdrawn_reason = :reason
             WHERE version = :version AND withdrawn_at IS NULL\
            """)
        .param("version", version)
        .param("at", SqlTime.utc(at))
        .param("reason", reason)
        .update();
  }

  private static Site.Kind kind(String id) {
    return Site.Kind.valueOf(id.toUpperCase(Locale.ROOT));
  }

  private static String id(Site.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
