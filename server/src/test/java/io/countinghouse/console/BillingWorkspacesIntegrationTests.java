package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.console.Browser.Answer;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.Plan;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 工作空间管理, 云账号 and 更改结算方式, as a billing account sees and uses them. */
class BillingWorkspacesIntegrationTests extends BillingIntegration {

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void allWorkspacesOfAllSitesAreListedAndFound(String language) {
    boolean zh = language.equals("zh");
    Customer customer = customer(Locale.of(language));
    String other = workspace(customer, "us1", "Overseas " + customer.name());
    Browser browser = customer.browser();
    assertThat(browser.get("/billing").leadsTo()).isEqualTo("/billing/workspaces");
    String all = browser.get("/billing/workspaces").body();
    assertThat(all)
        .contains("Workspace of " + customer.name(), "Overseas " + customer.name())
        .contains(zh ? "工作空间管理" : "Workspaces", zh ? "海外区1（俄勒冈）" : "Overseas 1 (Oregon)")
        .contains(zh ? "AWS 账号结算" : "AWS account settlement", "123456789012")
        .contains(zh ? "升级到商业版" : "Upgrade to the commercial plan", path(other));
    assertThat(browser.get("/billing/workspaces?q=overseas").body())
        .contains(other)
        .doesNotContain(customer.workspace());
    assertThat(browser.get("/billing/workspaces?site=cn2&method=AWS&lock=OPEN").body())
        .contains(customer.workspace())
        .doesNotContain(other);
    assertThat(browser.get("/billing/workspaces?method=NONE").body())
        .contains(other)
        .doesNotContain(customer.workspace());
    assertThat(browser.get("/billing/workspaces?q=no-such-thing").body())
        .contains(zh ? "没有符合条件的工作空间" : "No workspace fits");
  }

  @Test
  void whoHasNoWorkspaceIsToldWhereToAttachOne() {
    Customer customer = customer(Locale.ENGLISH);
    jdbc.sql(
            """
            UPDATE workspace.workspace SET billing_account_id = NULL WHERE billing_account_id = :account;
            UPDATE settlement.cloud_account SET removed_at = now(), removed_by = 'ENDED'
             WHERE billing_account_id = :account\
            """)
        .param("account", account(customer).value())
        .update();
    for (String page : new String[] {"workspaces", "cloud-accounts"}) {
      assertThat(customer.browser().get("/billing/" + page).body())
          .contains("on its Plan &amp; Billing page", "href=\"/w\"");
    }
  }

  @Test
  void manyWorkspacesComeByPages() {
    Customer customer = customer(Locale.ENGLISH);
    for (int i = 0; i < 60; i++) {
      workspace(customer, "cn1", "Number " + i + " end");
    }
    String first = customer.browser().get("/billing/workspaces?q=number").body();
    Matcher next = Pattern.compile("href=\"([^\"]*at=[^\"]*)\"").matcher(first);
    assertThat(next.find()).isTrue();
    String second = customer.browser().get(next.group(1).replace("&amp;", "&")).body();
    int seen = 0;
    for (int i = 0; i < 60; i++) {
      boolean onFirst = first.contains("Number " + i + " end");
      assertThat(second.contains("Number " + i + " end")).isNotEqualTo(onFirst);
      seen += onFirst ? 1 : 0;
    }
    assertThat(seen).isEqualTo(50);
    assertThat(customer.browser().get("/billing/workspaces?at=x&after=y").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void aWorkspaceOnTheFreePlanIsUpgradedByItsFirstPayer(String language) {
    boolean zh = language.equals("zh");
    Customer customer = customer(Locale.of(language));
    String free = workspace(customer, "us1", "Free");
    assertThat(customer.browser().get(path(free)).body())
        .contains(zh ? "升级后不能退回体验版" : "There is no way back to the free plan")
        .contains(zh ? "已登记云账号" : "Registered cloud accounts", "123456789012");
    String agreement = agreementOf(customer.name());
    Answer done = change(customer, free, agreement);
    assertThat(done.leadsTo()).isEqualTo("/billing/workspaces?done=changed");
    assertThat(customer.browser().follow(done).body())
        .contains(zh ? "结算方式已更改" : "The settlement method is changed");
    assertThat(payerOf(free)).isEqualTo(agreement);
    assertThat(workspaces.get(new WorkspaceId(free)).plan()).isEqualTo(Plan.COMMERCIAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void eachRefusalNamesItsRuleAndFromWhen(String language) {
    boolean zh = language.equals("zh");
    Customer customer = customer(Locale.of(language));
    String bound = customer.workspace();
    String agreement = agreementOf(customer.name());
    // A cloud account stays.
    Answer stays = change(customer, bound, "billing-center");
    assertThat(stays.status()).isEqualTo(422);
    assertThat(stays.body()).contains(zh ? "在其订阅结束之前不能更改" : "before the subscription has ended");
    // Not chosen, and the same again.
    assertThat(change(customer, bound, "").body()).contains(zh ? "请选择结算方式" : "Choose a settlement");
    assertThat(change(customer, bound, agreement).body())
        .contains(zh ? "已采用此结算方式" : "settled that way already");
    // Released, it may leave; but only once a month, in the zone of its site.
    release(bound);
    assertThat(change(customer, bound, "billing-center").status()).isEqualTo(302);
    Answer again = change(customer, bound, agreement);
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body())
        .contains(zh ? "每个自然月只能更改一次" : "once per calendar month")
        .contains(zh ? "2026 年 6 月 1 日" : "1 Jun 2026", "Asia/Shanghai");
    assertThat(payerOf(bound)).isEqualTo("billing-center");
    clock.advance(Duration.ofDays(31));
    assertThat(change(customer, bound, agreement).status()).isEqualTo(302);
    assertThat(payerOf(bound)).isEqualTo(agreement);
    // What the site does not offer.
    String hangzhou = workspace(customer, "cn1", "Hangzhou");
    Answer refused = change(customer, hangzhou, agreement);
    assertThat(refused.body()).contains(zh ? "此站点提供的结算方式" : "It offers: Billing Center settlement");
    tx.executeWithoutResult(_ -> anyMethod.set(account(customer), true, OPERATOR, "agreed"));
    assertThat(change(customer, hangzhou, agreement).status()).isEqualTo(302);
  }

  @Test
  void aLockedWorkspaceIsUnlockedWhateverTheMonth() {
    Customer customer = customer(Locale.ENGLISH);
    String workspace = customer.workspace();
    String free = workspace(customer, "cn2", "Another");
    says("unsubscribe-pending", customer.name(), clock.now());
    Answer ending = change(customer, workspace, "billing-center");
    assertThat(ending.body()).contains("It is ending; the method may be changed from 1 May 2026");
    Answer notUsable = change(customer, free, agreementOf(customer.name()));
    assertThat(notUsable.body()).contains("no workspace can be bound to it");
    clock.advance(Duration.ofMinutes(10));
    says("unsubscribe-success", customer.name(), clock.now());
    assertThat(customer.browser().get("/billing/workspaces?lock=LOCKED").body())
        .contains(workspace, "Unlock")
        .doesNotContain(free);
    Answer unlocked = change(customer, workspace, "billing-center");
    assertThat(customer.browser().follow(unlocked).body()).contains("The workspace is open again");
    assertThat(customer.browser().get(customer.planPath()).body()).doesNotContain("Locked");
    assertThat(payerOf(workspace)).isEqualTo("billing-center");
    // The cloud account is gone: the one that was chosen a moment too late is told so.
    Answer gone = change(customer, free, agreementOf(customer.name()));
    assertThat(gone.status()).isEqualTo(422);
    assertThat(gone.body()).contains("is “Ended”: no workspace can be bound to it");
  }

  @Test
  void whatIsAnothersIsNotFound() {
    Customer customer = customer(Locale.ENGLISH);
    Customer other = customer(Locale.ENGLISH);
    String free = workspace(other, "cn2", "Others");
    assertThat(change(other, free, agreementOf(customer.name())).status()).isEqualTo(404);
    assertThat(change(customer, free, "billing-center").status()).isEqualTo(404);
    String bind = "/billing/cloud-accounts/" + agreementOf(customer.name()) + "/workspaces";
    assertThat(customer.browser().post(bind, Map.of("workspace", free)).status()).isEqualTo(404);
    assertThat(other.browser().get(bind).status()).isEqualTo(404);
    assertThat(payerOf(free)).isEqualTo("nobody");
    // Nor is anything bound on the way there.
    String own = workspace(customer, "cn2", "Own");
    Answer both = customer.browser().post(bind, Map.of("workspace", own + "," + free));
    assertThat(both.status()).isEqualTo(404);
    assertThat(payerOf(own)).isEqualTo("nobody");
    assertThat(change(customer, "wksp_none", "billing-center").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void aCloudAccountBindsSeveralWorkspacesOfSeveralSites(String language) {
    boolean zh = language.equals("zh");
    Customer customer = customer(Locale.of(language));
    workspace(customer, "cn2", "Two");
    workspace(customer, "us1", "Three");
    workspace(customer, "cn1", "Refused");
    Browser browser = customer.browser();
    assertThat(browser.get("/billing/cloud-accounts").body())
        .contains("123456789012", zh ? "有效" : "Active", "Workspace of " + customer.name())
        .contains(zh ? "绑定工作空间" : "Bind workspaces");
    AgreementId agreement = new AgreementId(agreementOf(customer.name()));
    String bind = "/billing/cloud-accounts/" + agreement + "/workspaces";
    assertThat(browser.get(bind).body())
        .contains(zh ? "此站点提供的结算方式" : "It offers", zh ? "已绑定" : "Bound");
    assertThat(browser.post(bind, Map.of()).status()).isEqualTo(422);
    String ids =
        String.join(
            ",",
            jdbc.sql("SELECT id FROM workspace.workspace WHERE billing_account_id = :account")
                .param("account", account(customer).value())
                .query(String.class)
                .list());
    Answer done = browser.post(bind, Map.of("workspace", ids));
    assertThat(done.status()).isEqualTo(422);
    assertThat(done.body()).contains(zh ? "绑定结果" : "What was bound", "Two", "Three", "Refused");
    assertThat(
            jdbc.sql("SELECT count(*) FROM settlement.binding WHERE agreement_id = :id")
                .param("id", agreement.value())
                .query(Long.class)
                .single())
        .isEqualTo(3);
    assertThat(browser.get("/billing/workspaces?agreement=" + agreement).body())
        .contains("Two", "Three")
        .doesNotContain("Refused");
  }

  @Test
  void whatIsLostOnTheWayIsToldBesideWhatWasBound() {
    Customer customer = customer(Locale.ENGLISH);
    String first = workspace(customer, "cn2", "First");
    String late = workspace(customer, "cn2", "Late");
    String left = workspace(customer, "cn2", "Left");
    String agreement = agreementOf(customer.name());
    // Somebody else ends the one and moves the other, right after the first was bound.
    jdbc.sql(
            """
            CREATE FUNCTION settlement.meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              UPDATE settlement.cloud_account SET removed_at = lower(NEW.during), removed_by = 'ENDED'
               WHERE agreement_id = NEW.agreement_id;
              UPDATE workspace.workspace SET billing_account_id = NULL WHERE id = '%s';
              RETURN NULL;
            END $$;
            CREATE TRIGGER meanwhile AFTER INSERT ON settlement.binding
              FOR EACH ROW WHEN (NEW.workspace_id = '%s') EXECUTE FUNCTION settlement.meanwhile();
            """
                .formatted(left, first))
        .update();
    try {
      customer.browser().get("/billing/cloud-accounts");
      Answer done =
          customer
              .browser()
              .post(
                  "/billing/cloud-accounts/" + agreement + "/workspaces",
                  Map.of("workspace", String.join(",", first, late, left)));
      assertThat(done.status()).isEqualTo(422);
      assertThat(done.body())
          .contains("What was bound", "is “Ended”: no workspace can be bound to it")
          .contains("has just left this billing account");
    } finally {
      jdbc.sql("DROP FUNCTION settlement.meanwhile() CASCADE").update();
    }
    assertThat(payerOf(first)).isEqualTo(agreement);
    assertThat(payerOf(late)).isEqualTo("nobody");
    assertThat(payerOf(left)).isEqualTo("nobody");
  }

  @Test
  void whoIsToSubscribeAtAwsIsToldHowAndComesBackForThisWorkspace() {
    Customer customer = customer(Locale.ENGLISH);
    String free = workspace(customer, "us1", "Free");
    assertThat(customer.browser().get(path(free) + "/subscribe").body())
        .contains("Continue to subscribe", "http://localhost/subscribe-us", "Guance overseas");
    String bound = customer.browser().get(path(customer.workspace()) + "/subscribe").body();
    assertThat(bound)
        .contains("before the subscription has ended")
        .doesNotContain("http://localhost/subscribe");
  }

  @Test
  void theLanguageSwitchKeepsWhatWasChosen() {
    Customer customer = customer(Locale.ENGLISH);
    String free = workspace(customer, "cn2", "Free");
    customer.browser().get(path(free));
    Answer zh =
        customer.browser().post(path(free), Map.of("payer", "billing-center", "lang", "zh"));
    assertThat(zh.status()).isEqualTo(200);
    assertThat(zh.body())
        .contains("升级到商业版")
        .containsPattern("value=\"billing-center\"[^>]*checked");
    assertThat(payerOf(free)).isEqualTo("nobody");
  }
}
