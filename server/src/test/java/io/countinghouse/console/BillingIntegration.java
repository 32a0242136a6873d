package io.countinghouse.console;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.AnyMethod;
import io.countinghouse.settlement.Releases;
import io.countinghouse.workspace.Workspaces;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What tests of the Billing Center share: customers who are signed in to it, and workspaces. */
abstract class BillingIntegration extends ConsoleIntegration {

  static final OperatorId OPERATOR = OperatorId.next();

  @Autowired Workspaces workspaces;
  @Autowired Releases releases;
  @Autowired AnyMethod anyMethod;
  @Autowired TransactionTemplate tx;
  @Autowired TestClock clock;

  /** A customer whose browser is signed in to the Billing Center, too. */
  Customer customer(Locale language) {
    Customer customer = registered(language, TestClock.START);
    customer.browser().get("/billing/sign-in");
    customer
        .browser()
        .post("/billing/sign-in", Map.of("name", customer.name(), "password", PASSWORD));
    return customer;
  }

  BillingAccountId account(Customer customer) {
    return new BillingAccountId(
        jdbc.sql("SELECT id FROM identity.billing_account WHERE username = :name")
            .param("name", customer.name())
            .query(String.class)
            .single());
  }

  /** One more workspace of the customer that nobody pays for, on a site. */
  String workspace(Customer customer, String site, String name) {
    BillingAccountId account = account(customer);
    return tx.execute(_ -> {
      WorkspaceId id = WorkspaceId.next();
      jdbc.sql(
              """
              INSERT INTO workspace.workspace (id, site, name, language, plan, created_at, billing_account_id)
              VALUES (:id, :site, :name, 'en', 'FREE', :now, :account)\
              """)
          .param("id", id.value())
          .param("site", site)
          .param("name", name)
          .param("now", SqlTime.utc(clock.now()))
          .param("account", account.value())
          .update();
      return id.value();
    });
  }

  static String path(String workspace) {
    return "/billing/workspaces/" + workspace + "/settlement";
  }

  Answer change(Customer customer, String workspace, String payer) {
    customer.browser().get("/billing/workspaces");
    return customer.browser().post(path(workspace), Map.of("payer", payer));
  }

  String payerOf(String workspace) {
    return jdbc.sql(
            """
            SELECT coalesce(agreement_id, 'billing-center') FROM settlement.binding
             WHERE workspace_id = :id AND upper_inf(during)\
            """)
        .param("id", workspace)
        .query(String.class)
        .optional()
        .orElse("nobody");
  }

  void release(String workspace) {
    tx.executeWithoutResult(
        _ -> releases.release(new WorkspaceId(workspace), OPERATOR, "the customer asked"));
  }
}
