package io.countinghouse.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.countinghouse.MainJob;
import io.countinghouse.ServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A node starts only with the products of all agreements that are not over, and with their
 * currency; in a database of its own, where nobody has agreements.
 */
@ServerTest
class ProductsCheckIntegrationTests {

  @DynamicPropertySource
  static void products(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
  }

  @Autowired private ProductsCheck check;
  @Autowired private Products products;
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

  @Test
  void theCurrencyOfAProductStaysOnceItHasAgreements() {
    String code = products.all().getFirst().code();
    String configured = products.all().getFirst().currency().getCurrencyCode();
    noted(code, "EUR");
    check.afterPropertiesSet();
    assertThat(
            jdbc.sql("SELECT currency FROM marketplace.product_currency WHERE product_code = :code")
                .param("code", code)
                .query(String.class)
                .single())
        .isEqualTo(configured);

    agreement("agmt_unconfirmed", code, "PENDING");
    jdbc.sql(
            "UPDATE marketplace.agreement SET period_started_at = NULL, ending_since = NULL, ended_at = NULL")
        .update();
    noted(code, "EUR");
    check.afterPropertiesSet();

    agreement("agmt_begun", code, "ACTIVE");
    check.afterPropertiesSet();
    noted(code, "EUR");
    assertThatIllegalStateException()
        .isThrownBy(check::afterPropertiesSet)
        .withMessageContaining(code + " (was EUR, is " + configured + ")")
        .withMessageContaining("countinghouse.marketplace.products");
    noted(code, configured);
    check.afterPropertiesSet();
  }

  private void noted(String product, String currency) {
    jdbc.sql(
            "UPDATE marketplace.product_currency SET currency = :currency WHERE product_code = :code")
        .param("currency", currency)
        .param("code", product)
        .update();
  }

  @AfterEach
  void withoutAgreements() {
    jdbc.sql("DELETE FROM marketplace.agreement").update();
  }
}
