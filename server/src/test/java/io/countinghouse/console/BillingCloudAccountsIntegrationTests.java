package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** 账户管理 > 云账号 of whoever has several. */
class BillingCloudAccountsIntegrationTests extends BillingIntegration {

  private String another(Customer customer, String awsAccount) {
    String name = newName();
    String agreement = "agmt_" + name.replaceAll("[^0-9a-z]", "");
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement (id, product_code, customer_identifier, aws_account_id, state,
                                               period_started_at, created_at)
            VALUES (:id, 'prodcn', :name, :aws, 'ACTIVE', now(), now());
            INSERT INTO settlement.cloud_account (id, agreement_id, billing_account_id, registered_at)
            VALUES (:id || '_cloud', :id, :account, now())\
            """)
        .param("id", agreement)
        .param("name", name)
        .param("aws", awsAccount)
        .param("account", account(customer).value())
        .update();
    return agreement;
  }

  @Test
  void agreementsAreGroupedByTheirAwsAccount() {
    Customer customer = customer(Locale.of("zh"));
    String first = agreementOf(customer.name());
    String same = another(customer, "123456789012");
    String other = another(customer, "210987654321");

    String page = customer.browser().get("/billing/cloud-accounts").body();
    List<String> groups = Arrays.stream(page.split("<section")).skip(1).toList();

    assertThat(groups).hasSize(2);
    assertThat(groups)
        .anySatisfy(group ->
            assertThat(group)
                .contains("123456789012", bind(first), bind(same))
                .contains("绑定工作空间", "登记于", "Workspace of " + customer.name())
                .doesNotContain(bind(other)))
        .anySatisfy(group ->
            assertThat(group).contains("210987654321", bind(other)).doesNotContain(bind(first)));
    assertThat(page).contains("账户管理：云账号");
  }

  private static String bind(String agreement) {
    return "/billing/cloud-accounts/" + agreement + "/workspaces";
  }
}
