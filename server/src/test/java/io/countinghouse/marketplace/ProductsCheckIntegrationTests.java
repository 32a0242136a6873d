package io.countinghouse.marketplace;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.countinghouse.ServerTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A node starts only with the products of all agreements that are not over. */
@ServerTest
class ProductsCheckIntegrationTests {

  @Autowired private ProductsCheck check;
  @Autowired private JdbcClient jdbc;

  private void agreement(String id, String product, String state) {
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement
                   (id, product_code, customer_identifier, state, period_started_at, ending_since, ended_at, created_at)
            VALUES (:id, :product, :id, :state, now(), now(), now(), now())\
            """)
        .param("id", id)
        .param("product", product)
        .param("state", state)
        .update();
  }

  @Test
  void aNodeThatLacksTheProductOfAnAgreementDoesNotStart() {
    agreement("agmt_over", "gone0", "ENDED");
    agreement("agmt_failed", "gone0", "FAILED");
    agreement("agmt_pending", "gone0", "PENDING");
    agreement("agmt_followed", "gone0", "SUCCEEDED");
    jdbc.sql(
            """
            UPDATE marketplace.agreement SET successor_id = 'agmt_over' WHERE id = 'agmt_followed'\
            """)
        .update();
    check.afterPropertiesSet();
    agreement("agmt_active", "gone2", "ACTIVE");
    agreement("agmt_ending", "gone2", "ENDING");
    agreement("agmt_renewed", "gone1", "SUCCEEDED");
    assertThatIllegalStateException()
        .isThrownBy(check::afterPropertiesSet)
        .withMessageContaining("gone1 (agreements: 1), gone2 (agreements: 2)")
        .withMessageContaining("countinghouse.marketplace.products");
  }
}
