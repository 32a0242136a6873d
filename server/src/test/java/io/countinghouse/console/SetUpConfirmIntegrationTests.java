package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is signed in to the Billing Center chooses workspaces for a subscription and submits. */
class SetUpConfirmIntegrationTests extends SetUpBinding {

  /** A billing account with a workspace on the free plan, signed in to the Billing Center. */
  private Browser signedIn(String name, Locale language) {
    Browser browser = browser(language);
    browser.get("/register");
    Map<String, String> form = accountForm(name, "cn2");
    browser.post("/register/code", form);
    form.put("code", lastCode());
    browser.post("/register", form);
    browser.get("/register/company");
    browser.post("/register/company", COMPANY);
    browser.get("/register/workspace");
    browser.post("/register/workspace", workspaceForm(name));
    browser.get("/billing/sign-in");
    browser.post("/billing/sign-in", Map.of("name", name, "username", name, "password", PASSWORD));
    assertThat(browser.get("/billing/workspaces").status()).isEqualTo(200);
    return browser;
  }

  @Test
  void theWorkspacesOfTheAccountAreOfferedAndBoundWithoutASecondSignIn() {
    String name = newName();
    Browser browser = signedIn(name, Locale.CHINA);
    landed(browser);
    Answer start = browser.get("/setup");
    assertThat(start.leadsTo()).isEqualTo("/setup/confirm");
    assertThat(browser.follow(start).body()).contains("确认提交", "Workspace of " + name);
    assertThat(browser.post("/setup/confirm", Map.of()).body()).contains("请至少选择一个工作空间");
    Answer done = browser.post("/setup/confirm", Map.of("workspace", workspaceOf(name)));
    assertThat(done.leadsTo()).isEqualTo("/setup/done");
    assertThat(browser.follow(done).body())
        .contains("成功绑定以下观测云工作空间", "Workspace of " + name, "/billing/cloud-accounts");
    assertThat(browser.post("/setup/confirm", Map.of("workspace", workspaceOf(name))).leadsTo())
        .isEqualTo("/setup/done");
    assertThat(count("settlement.binding WHERE workspace_id = '" + workspaceOf(name) + "'"))
        .isOne();
    assertThat(browser.get("/setup?choose=true").leadsTo()).isEqualTo("/setup/done");
  }

  @ParameterizedTest
  @CsvSource({
    "en, Billing Center settlement, Another settlement method waits for AWS, starts on 1 Jun 2026, start at AWS on 1 Jun 2026",
    "zh, 费用中心账号结算, 另一项结算方式待亚马逊云科技确认, 将于 2026 年 6 月 1 日, 订阅于 2026 年 6 月 1 日"
  })
  void whatWaitsForAwsIsShownWhileSomebodyPays(
      String language, String paying, String waits, String starts, String allowed) {
    String name = newName();
    Browser browser = signedIn(name, Locale.forLanguageTag(language));
    String settlement = "/billing/workspaces/" + workspaceOf(name) + "/settlement";
    browser.get(settlement);
    browser.post(settlement, Map.of("payer", "billing-center"));
    String plan = "/w/" + workspaceOf(name) + "/plan";
    assertThat(browser.get(plan).body()).contains(paying).doesNotContain(waits);
    String subscription = newName();
    land(browser, subscription);
    jdbc.sql("UPDATE marketplace.agreement SET starts_at = '2026-05-31T16:00Z' WHERE id = :id")
        .param("id", agreementOf(subscription))
        .update();
    browser.get("/setup/confirm");
    Answer done = browser.post("/setup/confirm", Map.of("workspace", workspaceOf(name)));
    assertThat(browser.follow(done).body())
        .contains(language.equals("zh") ? "工作空间保持不变" : "stays as it is")
        .doesNotContain("注册成功", "体验版，不", "Registered", "nothing is charged");
    assertThat(browser.get(plan).body()).contains(paying, waits, starts);
    assertThat(browser.get(settlement).body()).contains(allowed);
  }

  @Test
  void whoComesBackWithASubscriptionTheyHaveBindsTheWorkspaceTheyWentFor() {
    String name = newName();
    Browser browser = signedIn(name, Locale.ENGLISH);
    String subscription = landed(browser);
    browser.get("/setup/confirm");
    browser.post("/setup/confirm", Map.of("workspace", workspaceOf(name)));
    browser.get("/setup/done");
    String first = "/w/" + workspaceOf(name);
    browser.get(first + "/locked");
    String second =
        browser
            .post(
                first + "/another",
                Map.of("workspaceName", "Second home", "workspaceLanguage", "en"))
            .leadsTo()
            .replaceAll("/w/(.*)/plan", "$1");
    browser.get("/billing/workspaces/" + second + "/settlement/subscribe");
    land(browser, subscription);
    Answer back = browser.get("/setup");
    assertThat(back.leadsTo()).isEqualTo("/setup/confirm");
    assertThat(browser.follow(back).body()).containsPattern("value=\"" + second + "\"[^>]*checked");
    assertThat(browser.get("/setup?choose=true").leadsTo()).isEqualTo("/setup/done");
    browser.post("/setup/confirm", Map.of("workspace", second));
    assertThat(browser.get("/setup/done").body()).contains("Second home");
    assertThat(browser.get("/setup").leadsTo()).isEqualTo("/setup/done");
  }

  @Test
  void anotherAccountsWorkspaceIsNotFoundAndTheOtherWaysStayOpen() {
    String name = newName();
    Browser browser = signedIn(name, Locale.ENGLISH);
    Customer victim = registered(Locale.ENGLISH, TestClock.START);
    landed(browser);
    browser.get("/setup/confirm");
    assertThat(browser.post("/setup/confirm", Map.of("workspace", victim.workspace())).status())
        .isEqualTo(404);
    assertThat(browser.get("/setup?choose=true").body())
        .contains("/setup/register/account", "/setup/bind");
    assertThat(browser.get("/setup/bind/account").body()).contains("signed in", name);
  }

  @Test
  void aSubscriptionThatAnotherAccountHoldsIsNotTaken() {
    Customer holder = registered(Locale.ENGLISH, TestClock.START);
    String name = newName();
    String signIn = "/billing/sign-in?back=/billing/cloud-accounts";
    Browser browser = signedIn(name, Locale.ENGLISH);
    land(browser, holder.name());
    Answer held = browser.get("/setup/confirm");
    assertThat(held.status()).isEqualTo(409);
    assertThat(held.body())
        .contains("cu***", "support@example.com", "signed in to the Billing Center as " + name)
        .doesNotContain(signIn);
    Answer out = browser.post("/setup/sign-out", Map.of());
    assertThat(out.leadsTo()).isEqualTo("/setup");
    assertThat(browser.follow(out).body()).contains("cu***", signIn).doesNotContain(name);
    assertThat(browser.get("/billing/workspaces").leadsTo()).startsWith("/billing/sign-in");
  }

  @Test
  void whoIsSignedInWithAnotherAccountThanTheOneShownSetsUpForTheOneShown() {
    String shown = plainCustomer("cn2");
    String name = newName();
    Browser browser = signedIn(name, Locale.ENGLISH);
    landed(browser);
    prove(browser, shown);
    assertThat(browser.get("/setup/bind/account").body())
        .contains("You have shown that " + shown, "href=\"/setup/bind/workspaces\"")
        .doesNotContain("signed in", "/setup/confirm");
    assertThat(browser.get("/setup").body()).contains("/setup/bind");
    browser.post("/setup/bind/workspace", ownerForm(browser, shown));
    assertThat(browser.get("/setup/done").body())
        .contains(shown, "href=\"/setup/bind/workspaces\"")
        .doesNotContain("/setup/confirm", "/billing/cloud-accounts");
    assertThat(browser.get("/setup/bind/workspaces").status()).isEqualTo(200);
  }

  @Test
  void whoIsSignedInAndRegistersAnotherAccountGoesOnWithTheNewOne() {
    Browser browser = signedIn(newName(), Locale.ENGLISH);
    landed(browser);
    String registered = newName();
    assertThat(register(browser, registered, "cn2").leadsTo()).isEqualTo("/setup/done");
    assertThat(browser.get("/setup/done").body())
        .contains(registered, "href=\"/setup/bind/workspaces\"")
        .doesNotContain("/setup/confirm", "/billing/cloud-accounts");
    assertThat(browser.get("/setup/bind/workspaces").body()).contains(registered);
  }
}
