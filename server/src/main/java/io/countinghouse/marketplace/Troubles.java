package io.countinghouse.marketplace;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is wrong between a product and AWS just now, beside the metering, for alarms; within the
 * caller's transaction.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Troubles {

  /** For how long invalid tokens are counted together. */
  public static final Duration TOKENS_COUNTED = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final Products products;
  private final BusinessClock clock;

  Troubles(JdbcClient jdbc, Products products, BusinessClock clock) {
    this.jdbc = jdbc;
    this.products = products;
    this.clock = clock;
  }

  /** What may be wrong. */
  public enum Kind {
    /** AWS refuses to resolve customers, or resolves them to a product that is not ours. */
    LANDINGS_REFUSED,
    /** AWS knows no token: of another account or region, or not from AWS at all. */
    TOKENS_INVALID,
    /** The product's queue cannot be read. */
    QUEUE_UNREADABLE
  }

  /**
   * Something that is wrong.
   *
   * @param since when it was met first since it was well
   * @param count how often it was met since
   * @param detail what was said last
   */
  public record Trouble(Product product, Kind kind, Instant since, long count, String detail) {}

  /**
   * Remembers that something was met. Invalid tokens are counted anew after a while: a few a month
   * are of people who play with the address.
   */
  public void met(Product product, Kind kind, String detail) {
    Instant now = clock.now();
    jdbc.sql(
            """
            INSERT INTO marketplace.trouble (product_code, kind, since, count, detail)
            VALUES (:product, :kind, :now, 1, :detail)
            ON CONFLICT (product_code, kind) DO UPDATE SET
              since = CASE WHEN trouble.since < :lapsed THEN excluded.since ELSE trouble.since END,
              count = CASE WHEN trouble.since < :lapsed THEN 1 ELSE trouble.count + 1 END,
              detail = excluded.detail\
            """)
        .param("product", product.code())
        .param("kind", kind.name())
        .param("now", SqlTime.utc(now))
        .param(
            "lapsed",
            SqlTime.utc(kind == Kind.TOKENS_INVALID ? now.minus(TOKENS_COUNTED) : Instant.EPOCH))
        .param("detail", detail)
        .update();
  }

  /** Forgets what is well again. */
  public void over(Product product, Kind... kinds) {
    jdbc.sql("DELETE FROM marketplace.trouble WHERE product_code = :product AND kind IN (:kinds)")
        .param("product", product.code())
        .param("kinds", List.of(kinds).stream().map(Kind::name).toList())
        .update();
  }

  /** All that is wrong with products that are configured still. */
  public List<Trouble> all() {
    return jdbc
        .sql(
            """
            SELECT product_code, kind, since, count, detail FROM marketplace.trouble
             ORDER BY product_code, kind\
            """)
        .query((rs, _) -> trouble(rs))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Trouble> trouble(ResultSet rs) throws SQLException {
    Kind kind = Kind.valueOf(rs.getString("kind"));
    Instant since = SqlTime.instant(rs, "since");
    long count = rs.getLong("count");
    String detail = rs.getString("detail");
    return products
        .ofCode(rs.getString("product_code"))
        .map(product -> new Trouble(product, kind, since, count, detail));
  }
}
