package io.countinghouse.metering;

import io.countinghouse.billing.Book;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is carried where no record takes it: in a dimension that its product has no more, or in
 * another currency than the product's. What readings accrued counts from the next record on.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class StrandedCarries {

  private final JdbcClient jdbc;
  private final Products products;

  StrandedCarries(JdbcClient jdbc, Products products) {
    this.jdbc = jdbc;
    this.products = products;
  }

  private record Taken(String product, String dimension, String currency) {}

  /**
   * Those of agreements that are not over, for the end of an agreement settles all that it carries.
   * The currency is that of an agreement's first entry, which its index finds.
   *
   * @param limit at most so many
   */
  public List<Book> first(int limit) {
    List<Taken> taken = products.all().stream().flatMap(it -> taken(it).stream()).toList();
    return jdbc.sql(
            """
            SELECT c.agreement_id, c.dimension
              FROM marketplace.agreement a JOIN billing.carry c ON c.agreement_id = a.id
             WHERE a.state IN ('PENDING', 'ACTIVE', 'ENDING') AND c.amount <> 0
               AND NOT EXISTS (
                     SELECT 1
                       FROM unnest(CAST(:products AS text[]), CAST(:dimensions AS text[]), CAST(:currencies AS text[]))
                            AS t (product, dimension, currency)
                      WHERE t.product = a.product_code AND t.dimension = c.dimension
                        AND t.currency = coalesce((SELECT e.currency FROM billing.entry e
                                                    WHERE e.agreement_id = a.id ORDER BY e.id LIMIT 1), t.currency))
             ORDER BY c.agreement_id, c.dimension LIMIT :limit\
            """)
        .param("products", taken.stream().map(Taken::product).toArray(String[]::new))
        .param("dimensions", taken.stream().map(Taken::dimension).toArray(String[]::new))
        .param("currencies", taken.stream().map(Taken::currency).toArray(String[]::new))
        .param("limit", limit)
        .query((rs, _) ->
            new Book(new AgreementId(rs.getString("agreement_id")), rs.getString("dimension")))
        .list();
  }

  private static List<Taken> taken(Product product) {
    return product.dimensions().stream()
        .map(it -> new Taken(product.code(), it, product.currency().getCurrencyCode()))
        .toList();
  }
}
