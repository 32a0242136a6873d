package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.AgreementId;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the Billing Center: what is to pay once AWS has confirmed it. */
class BillingWaitingIntegrationTests extends BillingIntegration {

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void whatWaitsForAwsIsShownAsSuchAndCanBeWithdrawn(String language) {
    boolean zh = language.equals("zh");
    Customer customer = customer(Locale.of(language));
    String free = workspace(customer, "us1", "Free");
    AgreementId pending = AgreementId.next();
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, created_at)
            SELECT :id, product_code, :id, 'PENDING', created_at FROM marketplace.agreement WHERE id = :first;
            INSERT INTO settlement.cloud_account (id, agreement_id, billing_account_id, registered_at)
            VALUES (:id, :id, :account, now())\
            """)
        .param("id", pending.value())
        .param("first", agreementOf(customer.name()))
        .param("account", account(customer).value())
        .update();
    assertThat(change(customer, free, pending.value()).leadsTo())
        .isEqualTo("/billing/workspaces?done=intended");
    Browser browser = customer.browser();
    String waits = zh ? "等待 AWS 确认" : "Waiting for AWS";
    assertThat(browser.get("/billing/cloud-accounts").body()).contains(waits);
    assertThat(browser.get("/billing/cloud-accounts/" + pending + "/workspaces").body())
        .contains(waits);
    assertThat(browser.get(path(free)).body())
        .contains(zh ? "撤回该选择" : "Withdraw this choice", waits);
    Customer other = customer(Locale.of(language));
    other.browser().get("/billing/workspaces");
    assertThat(other.browser().post(path(free) + "/withdraw", Map.of()).status()).isEqualTo(404);
    assertThat(browser.follow(browser.post(path(free) + "/withdraw", Map.of())).body())
        .contains(zh ? "已撤回" : "The choice is withdrawn");
    assertThat(browser.get("/billing/cloud-accounts").body()).doesNotContain(waits);
    assertThat(browser.follow(browser.post(path(free) + "/withdraw", Map.of())).body())
        .contains(zh ? "没有可撤回的选择" : "nothing to withdraw any more");
  }
}
