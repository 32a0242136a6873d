package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.console.Browser.Answer;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operators find workspaces, see who paid over time and why, and make exceptions with a reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorWorkspaceIntegrationTests extends BillingIntegration {

  private Browser operator;

  @BeforeAll
  void signIn() {
    operator = signedInOperator(Locale.ENGLISH);
  }

  private String audited(String action, String subject) {
    return jdbc.sql(
            """
            SELECT coalesce(string_agg(actor_kind || ' ' || (details ->> 'reason'), ';'), '') FROM audit.entry
             WHERE action = :action AND subject = :subject\
            """)
        .param("action", action)
        .param("subject", subject)
        .query(String.class)
        .single();
  }

  @Test
  void aReleasedWorkspaceMayLeaveAndItsHistoryTellsWhoAndWhy() {
    Customer customer = customer(Locale.ENGLISH);
    String path = "/operator/workspaces/" + customer.workspace();
    assertThat(operator.get("/operator/workspaces?q=" + customer.name()).body()).contains(path);
    assertThat(operator.get(path).body())
        .contains(
            "Created (UTC)",
            "First payer",
            "Console account " + customer.name(),
            "Release from the cloud");
    Answer none = operator.post(path + "/release", Map.of("reason", " "));
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.body()).contains("name=\"here\" content=\"" + path + "\"");
    assertThat(change(customer, customer.workspace(), "billing-center").status()).isEqualTo(422);
    operator.get(path);
    Answer done =
        operator.post(path + "/release", Map.of("reason", "moves to another AWS account"));
    assertThat(done.leadsTo()).isEqualTo(path);
    assertThat(operator.follow(done).body())
        .contains("moves to another AWS account", "Operator operator released it")
        .doesNotContain("Release from the cloud");
    assertThat(operator.post(path + "/release", Map.of("reason", "again")).status()).isEqualTo(422);
    assertThat(change(customer, customer.workspace(), "billing-center").status()).isEqualTo(302);
    assertThat(operator.get(path).body())
        .contains("Change of settlement method", "Billing account " + customer.name())
        .contains("moves to another AWS account");
    assertThat(operator.follow(operator.get(path + "?lang=zh")).body())
        .contains("历次结算方式（UTC）", "首次绑定");
    operator.get(path + "?lang=en");
    assertThat(audited("workspace.released", customer.workspace()))
        .isEqualTo("OPERATOR moves to another AWS account");
    assertThat(operator.get("/operator/workspaces/wksp_none").status()).isEqualTo(404);
  }

  @Test
  void anyMethodIsSwitchedOnAndOffWithAReason() {
    Customer customer = customer(Locale.ENGLISH);
    String account = account(customer).value();
    String hangzhou = workspace(customer, "cn1", "Hangzhou");
    String agreement = agreementOf(customer.name());
    String path = "/operator/billing-accounts/" + account;
    assertThat(operator.get(path).body()).contains("It is off.", "Example Ltd", customer.name());
    for (String from :
        new String[] {"/operator/agreements/" + agreement, "/operator/wallets/" + account}) {
      assertThat(operator.get(from).body()).contains("href=\"" + path + "\"");
    }
    operator.get(path);
    assertThat(operator.post(path + "/any-method", Map.of("on", "yes")).status()).isEqualTo(422);
    assertThat(change(customer, hangzhou, agreement).status()).isEqualTo(422);
    operator.get(path);
    Answer on =
        operator.post(path + "/any-method", Map.of("on", "yes", "reason", "agreed by sales"));
    assertThat(operator.follow(on).body()).contains("agreed by sales", "Switch off");
    assertThat(change(customer, hangzhou, agreement).status()).isEqualTo(302);
    operator.post(path + "/any-method", Map.of("on", "no", "reason", "the offer is over"));
    assertThat(operator.get(path).body()).contains("It is off.");
    assertThat(audited("billing-account.any-method-on", account))
        .isEqualTo("OPERATOR agreed by sales");
    assertThat(audited("billing-account.any-method-off", account))
        .isEqualTo("OPERATOR the offer is over");
    assertThat(operator.get("/operator/billing-accounts/bill_none").status()).isEqualTo(404);
    assertThat(customer.browser().get(path).leadsTo()).startsWith("/operator/sign-in");
  }
}
