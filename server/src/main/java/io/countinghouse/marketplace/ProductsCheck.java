package io.countinghouse.marketplace;

import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Starts no node that lacks the product of an agreement that is not over: it could neither meter
 * nor end it. One that AWS has not confirmed does not count, for AWS may never do so. Nor does one
 * start that has another currency for a product of which an agreement has begun: what is carried
 * and owed in one would be taken for the other.
 */
@Component
class ProductsCheck implements InitializingBean {

  private final JdbcClient jdbc;
  private final Products products;

  ProductsCheck(JdbcClient jdbc, Products products) {
    this.jdbc = jdbc;
    this.products = products;
  }

  /**
   * Looks.
   *
   * @throws IllegalStateException if there are such agreements of products that are not configured,
   *     or of products whose currency was another one
   */
  @Override
  public void afterPropertiesSet() {
    refuseMissing();
    refuseOtherCurrencies();
  }

  private void refuseMissing() {
    List<String> missing =
        jdbc.sql(
                """
                SELECT product_code || ' (agreements: ' || count(*) || ')' AS missing FROM marketplace.agreement
                 WHERE (state IN ('ACTIVE', 'ENDING') OR (state = 'SUCCEEDED' AND successor_id IS NULL))
                   AND product_code <> ALL (:configured)
                 GROUP BY product_code ORDER BY product_code\
                """)
            .param("configured", products.all().stream().map(Product::code).toArray(String[]::new))
            .query((rs, _) -> rs.getString("missing"))
            .list();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Products that have agreements are not configured: %s; configure them again under countinghouse.marketplace.products"
              .formatted(String.join(", ", missing)));
    }
  }

  private void refuseOtherCurrencies() {
    String[] codes = products.all().stream().map(Product::code).toArray(String[]::new);
    String[] currencies =
        products.all().stream().map(it -> it.currency().getCurrencyCode()).toArray(String[]::new);
    // As long as no agreement of a product has begun, its currency can be corrected.
    jdbc.sql(
            """
            INSERT INTO marketplace.product_currency AS p (product_code, currency)
            SELECT * FROM unnest(CAST(:codes AS text[]), CAST(:currencies AS text[]))
            ON CONFLICT (product_code) DO UPDATE SET currency = excluded.currency
             WHERE p.currency <> excluded.currency
               AND NOT EXISTS (SELECT 1 FROM marketplace.agreement a
                                WHERE a.product_code = p.product_code AND a.period_started_at IS NOT NULL)\
            """)
        .param("codes", codes)
        .param("currencies", currencies)
        .update();
    List<String> changed =
        jdbc.sql(
                """
                SELECT p.product_code || ' (was ' || p.currency || ', is ' || now.currency || ')' AS changed
                  FROM marketplace.product_currency p
                  JOIN unnest(CAST(:codes AS text[]), CAST(:currencies AS text[])) AS now (product_code, currency)
                    USING (product_code)
                 WHERE p.currency <> now.currency ORDER BY product_code\
                """)
            .param("codes", codes)
            .param("currencies", currencies)
            .query((rs, _) -> rs.getString("changed"))
            .list();
    if (!changed.isEmpty()) {
      throw new IllegalStateException(
          "The currency of products that have agreements is configured otherwise than before: %s; set it back under countinghouse.marketplace.products, what AWS charges in another currency is another product"
              .formatted(String.join(", ", changed)));
    }
  }
}
