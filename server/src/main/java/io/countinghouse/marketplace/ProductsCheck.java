package io.countinghouse.marketplace;

import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Starts no node that lacks the product of an agreement that is not over: it could neither meter
 * nor end it. One that AWS has not confirmed does not count, for AWS may never do so.
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
   * @throws IllegalStateException if there are such agreements of products that are not configured
   */
  @Override
  public void afterPropertiesSet() {
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
}
