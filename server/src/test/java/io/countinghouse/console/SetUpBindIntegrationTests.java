package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.EmailCodes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has a billing account binds workspaces to a subscription. */
class SetUpBindIntegrationTests extends SetUpBinding {

  @ParameterizedTest
  @CsvSource({
    "zh, 已有企业账号，去绑定, 如何快速绑定AWS账号结算, 知道了, 已绑定, 成功绑定以下观测云工作空间",
    "en, I have a billing account, How to bind AWS account settlement quickly, Got it,"
        + " Bound, These Guance workspaces are bound"
  })
  void anExistingWorkspaceIsBoundWithTheCodesOfAccountAndOwner(
      String language, String choice, String how, String gotIt, String bound, String done) {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.of(language));
    landed(browser);
    assertThat(browser.get("/setup").body()).contains(choice, how, gotIt);
    assertThat(browser.get("/setup/bind").body()).contains(how, gotIt, "/setup/bind/account");
    browser.get("/setup/bind/account");
    wallClock.advance(EmailCodes.PAUSE);
    Answer sent = browser.post("/setup/bind/account-code", Map.of("username", name));
    assertThat(sent.body()).contains(name.charAt(0) + "***@example.com").doesNotContain(name + "@");
    worker.runAll();
    Answer proven =
        browser.post("/setup/bind/account", Map.of("username", name, "code", lastCode()));
    assertThat(proven.leadsTo()).isEqualTo("/setup/bind/workspaces");
    assertThat(browser.follow(proven).body())
        .contains("Workspace of " + name, "/setup/bind/workspace?workspace=" + workspaceOf(name));
    Answer after = browser.post("/setup/bind/workspace", ownerForm(browser, name));
    assertThat(after.leadsTo()).isEqualTo("/setup/bind/workspaces");
    assertThat(browser.follow(after).body()).contains(bound, "href=\"/setup/done\"");
    assertThat(browser.get("/setup/done").body()).contains(done, "Workspace of " + name);
    assertThat(browser.get("/setup").leadsTo()).isEqualTo("/setup/done");
    assertThat(bindingsOf(name)).isOne();
  }

  @Test
  void theAnswerIsTheSameWhetherThereIsSuchAnAccount() {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    browser.get("/setup/bind/account");
    Answer none = browser.post("/setup/bind/account-code", Map.of("username", "nobody.at.all"));
    assertThat(none.status()).isEqualTo(200);
    assertThat(none.body()).contains("***@", "If the account has an e-mail address");
    Answer wrong = browser.post("/setup/bind/account", Map.of("username", name, "code", "123456"));
    Answer unknown =
        browser.post("/setup/bind/account", Map.of("username", "nobody.at.all", "code", "123456"));
    for (Answer answer : List.of(wrong, unknown)) {
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body()).contains("The code is wrong, has expired or was used before");
    }
  }

  @Test
  void anExpiredCodeAndAForeignAddressBindNothing() {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    prove(browser, name);
    Map<String, String> form = ownerForm(browser, name);
    Map<String, String> other = new HashMap<>(form);
    other.put("email", "somebody@example.com");
    assertThat(browser.post("/setup/bind/owner-code", other).body())
        .contains("If somebody@example.com is the right address");
    assertThat(browser.post("/setup/bind/workspace", other).status()).isEqualTo(422);
    wallClock.advance(EmailCodes.LIFE);
    Answer late = browser.post("/setup/bind/workspace", form);
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.body())
        .contains("has expired", "value=\"" + name + "@example.com\"")
        .contains("here\" content=\"/setup/bind/workspace?workspace=" + workspaceOf(name));
    assertThat(bindingsOf(name)).isZero();
  }

  @Test
  void aWorkspaceOfAnotherAccountIsNotFound() {
    String name = plainCustomer("cn2");
    String victim = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    assertThat(browser.get("/setup/bind/workspaces").leadsTo()).isEqualTo("/setup/bind/account");
    prove(browser, name);
    assertThat(browser.get("/setup/bind/workspaces").body()).doesNotContain(victim);
    String path = "/setup/bind/workspace?workspace=" + workspaceOf(victim);
    assertThat(browser.get(path).status()).isEqualTo(404);
    Map<String, String> form =
        Map.of("workspace", workspaceOf(victim), "email", "a@example.com", "code", "123456");
    assertThat(browser.post("/setup/bind/workspace", form).status()).isEqualTo(404);
    assertThat(browser.post("/setup/bind/owner-code", form).status()).isEqualTo(404);
  }

  @Test
  void aSiteWithoutAwsIsListedWithTheReason() {
    String name = plainCustomer("cn1");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    assertThat(browser.follow(prove(browser, name)).body())
        .contains("Workspace of " + name, "China 1", "disabled", "why-" + workspaceOf(name))
        .doesNotContain("href=\"/setup/bind/workspace?workspace=");
    Answer refused = browser.post("/setup/bind/workspace", ownerForm(browser, name));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(bindingsOf(name)).isZero();
  }

  @Test
  void aWorkspaceThatAnotherSubscriptionPaysForStaysThere() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    String subscription = landed(browser);
    assertThat(browser.follow(prove(browser, customer.name())).body())
        .contains("why-" + customer.workspace());
    browser.post("/setup/bind/workspace", ownerForm(browser, customer.name()));
    assertThat(holdersOf(subscription)).isZero();
  }

  @Test
  void aWorkspaceIsCreatedForAnAccountThatThereIs() {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    prove(browser, name);
    assertThat(browser.get("/setup/bind/new?site=cn2").body())
        .contains("<option value=\"cn2\" selected=\"selected\">", "can never be changed");
    Map<String, String> form = new HashMap<>(workspaceForm(name + " 2"));
    form.put("site", "cn2");
    form.put("email", name + "@example.com");
    wallClock.advance(EmailCodes.PAUSE);
    assertThat(browser.post("/setup/bind/new-code", form).body())
        .contains("If " + name + "@example.com is the right address", "Workspace of " + name);
    worker.runAll();
    form.put("code", "000000");
    assertThat(browser.post("/setup/bind/new", form).status()).isEqualTo(422);
    form.put("code", lastCode());
    Answer made = browser.post("/setup/bind/new", form);
    assertThat(made.leadsTo()).isEqualTo("/setup/bind/workspaces");
    assertThat(browser.follow(made).body()).contains("Workspace of " + name + " 2", "Bound");
    browser.post("/setup/bind/new", form);
    assertThat(count("workspace.workspace WHERE name = 'Workspace of " + name + " 2'")).isOne();
  }

  @Test
  void aConsoleAccountIsRegisteredOnTheWayAndNoSecondBillingAccount() {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    prove(browser, name);
    assertThat(browser.get("/setup/bind/console").body())
        .contains("tied to the billing account " + name);
    String user = newName();
    Map<String, String> form = accountForm(name, "cn2");
    form.put("email", user + "@example.com");
    form.putAll(workspaceForm(user));
    assertThat(browser.postByScript("/setup/bind/console-code", form).body())
        .contains(user + "@example.com");
    form.put("code", lastCode());
    assertThat(browser.post("/setup/bind/console", form).body()).contains("This username is taken");
    form.put("username", user);
    Answer made = browser.post("/setup/bind/console", form);
    assertThat(made.leadsTo()).isEqualTo("/setup/bind/workspaces");
    assertThat(browser.follow(made).body()).contains("Workspace of " + user, "Bound");
    browser.get("/setup/bind/console");
    assertThat(browser.post("/setup/bind/console", form).leadsTo())
        .isEqualTo("/setup/bind/workspaces");
    assertThat(count("identity.billing_account WHERE username = '" + user + "'")).isZero();
    assertThat(browser.get("/w/" + workspaceOf(user) + "/plan").status()).isEqualTo(200);
  }

  @Test
  void aBillingAccountIsRegisteredOnTheWay() {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    browser.get("/setup/bind/register");
    Map<String, String> form = accountForm(name, "cn2");
    form.putAll(COMPANY);
    browser.post("/setup/bind/register-code", form);
    form.put("code", lastCode());
    Answer made = browser.post("/setup/bind/register", form);
    assertThat(made.leadsTo()).isEqualTo("/setup/bind/workspaces");
    assertThat(browser.follow(made).body()).contains(name, "no workspace yet");
  }

  @Test
  void beforeAwsConfirmsABindingIsIntended() {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    String subscription = newName();
    land(browser, subscription);
    prove(browser, name);
    assertThat(browser.get("/setup/bind/new").body())
        .contains("once the subscription is active")
        .doesNotContain("bound at once");
    assertThat(browser.post("/setup/bind/workspace", ownerForm(browser, name)).leadsTo())
        .isEqualTo("/setup/bind/workspaces");
    assertThat(browser.get("/setup/bind/workspaces").body()).contains("Waiting for AWS");
    assertThat(browser.get("/setup/done").body()).contains("will be bound", "Free plan");
    assertThat(bindingsOf(name)).isZero();
    says("subscribe-success", subscription, TestClock.START);
    assertThat(browser.get("/setup/done").body()).contains("are bound", "Commercial plan");
    assertThat(bindingsOf(name)).isOne();
  }

  @Test
  void aSubscriptionThatEndsWhileTheWizardIsOpenSaysSo() {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    String subscription = landed(browser);
    prove(browser, name);
    Map<String, String> form = ownerForm(browser, name);
    says("unsubscribe-pending", subscription, TestClock.START.plusSeconds(60));
    Answer after = browser.post("/setup/bind/workspace", form);
    Answer told = browser.follow(after);
    assertThat(told.status()).isEqualTo(409);
    assertThat(told.body()).contains("was cancelled or has expired", "support@example.com");
    assertThat(bindingsOf(name)).isZero();
    assertThat(holdersOf(subscription)).isZero();
  }
}
