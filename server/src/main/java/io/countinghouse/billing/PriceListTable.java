package io.countinghouse.billing;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code billing.price_list} and {@code billing.price}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PriceListTable {

  private final JdbcClient jdbc;

  PriceListTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Head(String version, Instant validFrom) {}

  /** All price lists, the latest first. */
  List<PriceList> all() {
    List<Head> heads =
        jdbc.sql("SELECT version, valid_from FROM billing.price_list ORDER BY valid_from DESC")
            .query((rs, _) -> new Head(rs.getString("version"), SqlTime.instant(rs, "valid_from")))
            .list();
    return heads.stream()
        .map(head -> new PriceList(head.version(), head.validFrom(), lines(head.version())))
        .toList();
  }

  private List<PriceLine> lines(String version) {
    return jdbc.sql(
            """
            SELECT item, unit_size, day_value, retention, currency, site_kind, price FROM billing.price
             WHERE version = :version ORDER BY item, retention, currency, site_kind\
            """)
        .param("version", version)
        .query((rs, _) ->
            new PriceLine(
                Item.stored(rs.getString("item")),
                rs.getBigDecimal("unit_size"),
                Item.DayValue.valueOf(rs.getString("day_value")),
                rs.getString("retention"),
                Currency.getInstance(rs.getString("currency")),
                Site.Kind.valueOf(rs.getString("site_kind").toUpperCase(Locale.ROOT)),
                rs.getBigDecimal("price")))
        .list();
  }

  /** Stores a list; true if its version was not there yet. */
  boolean store(PriceList list) {
    int made =
        jdbc.sql(
                "INSERT INTO billing.price_list (version, valid_from) VALUES (:version, :from) ON"
                    + " CONFLICT (version) DO NOTHING")
            .param("version", list.version())
            .param("from", SqlTime.utc(list.validFrom()))
            .update();
    if (made == 1) {
      list.lines().forEach(line -> store(list.version(), line));
    }
    return made == 1;
  }

  private void store(String version, PriceLine line) {
    jdbc.sql(
            """
            INSERT INTO billing.price (version, item, unit_size, day_value, retention, currency, site_kind, price)
            VALUES (:version, :item, :unit, :dayValue, :retention, :currency, :kind, :price)\
            """)
        .param("version", version)
        .param("item", line.item().id())
        .param("unit", line.unitSize())
        .param("dayValue", line.dayValue().name())
        .param("retention", line.retention())
        .param("currency", line.currency().getCurrencyCode())
        .param("kind", line.siteKind().name().toLowerCase(Locale.ROOT))
        .param("price", line.price())
        .update();
  }
}
