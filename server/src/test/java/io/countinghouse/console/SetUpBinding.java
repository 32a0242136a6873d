package io.countinghouse.console;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.EmailCodes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What tests of binding share: customers of the Billing Center who come from AWS. */
abstract class SetUpBinding extends ConsoleIntegration {

  /** A customer of the Billing Center: a billing account, and a workspace that nobody pays for. */
  String plainCustomer(String site) {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/register");
    Map<String, String> form = accountForm(name, site);
    browser.post("/register/code", form);
    form.put("code", lastCode());
    browser.post("/register", form);
    browser.get("/register/company");
    browser.post("/register/company", COMPANY);
    browser.get("/register/workspace");
    browser.post("/register/workspace", workspaceForm(name));
    return name;
  }

  String landed(Browser browser) {
    String subscription = newName();
    land(browser, subscription);
    says("subscribe-success", subscription, TestClock.START);
    return subscription;
  }

  /** The billing account is shown by its code. */
  Answer prove(Browser browser, String name) {
    browser.get("/setup/bind/account");
    wallClock.advance(EmailCodes.PAUSE);
    browser.post("/setup/bind/account-code", Map.of("username", name));
    worker.runAll();
    return browser.post("/setup/bind/account", Map.of("username", name, "code", lastCode()));
  }

  Map<String, String> ownerForm(Browser browser, String name) {
    String workspace = workspaceOf(name);
    browser.get("/setup/bind/workspace?workspace=" + workspace);
    Map<String, String> form = new HashMap<>();
    form.put("workspace", workspace);
    form.put("email", name + "@example.com");
    wallClock.advance(EmailCodes.PAUSE);
    browser.post("/setup/bind/owner-code", form);
    worker.runAll();
    form.put("code", lastCode());
    return form;
  }

  long bindingsOf(String name) {
    return count(
        "settlement.binding WHERE upper_inf(during) AND workspace_id = '%s'"
            .formatted(workspaceOf(name)));
  }

  long holdersOf(String subscription) {
    return count(
        "settlement.cloud_account WHERE removed_at IS NULL AND agreement_id = '%s'"
            .formatted(agreementOf(subscription)));
  }
}
