package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.workspace.InvitationId;
import io.countinghouse.workspace.Invitations;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of a workspace's members, and where the link of an invitation leads. */
class MembersIntegrationTests extends ConsoleIntegration {

  @Autowired private Invitations invitations;

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void whoIsInvitedRegistersByTheLinkAndIsIn(String language) {
    Customer owner = registered(Locale.of(language), TestClock.START);
    String invited = newName();
    String token = invite(owner, invited, "MEMBER");
    assertThat(owner.browser().get(membersPath(owner)).body())
        .contains(invited + "@example.com", language.equals("zh") ? "等待答复的邀请" : "Invitations");

    Browser browser = browser(Locale.of(language));
    Answer link = browser.get("/invitation?token=" + token);
    assertThat(link.leadsTo()).isEqualTo("/invitation");
    Answer page = browser.follow(link);
    assertThat(page.body())
        .contains("Workspace of " + owner.name(), invited + "@example.com")
        .doesNotContain(token);
    assertThat(browser.post("/invitation/register", account(owner.name())).body())
        .contains("id=\"username-error\"");
    Answer joined = browser.post("/invitation/register", account(invited));
    assertThat(joined.leadsTo()).isEqualTo(owner.planPath());
    assertThat(browser.get(membersPath(owner)).body())
        .contains(owner.name(), invited)
        .doesNotContain("id=\"invite\"");
    assertThat(browser(Locale.ENGLISH).get("/invitation").status()).isEqualTo(404);
    Browser late = browser(Locale.of(language));
    late.get("/invitation?token=" + token);
    assertThat(late.get("/invitation").body())
        .contains(language.equals("zh") ? "此邀请已失效" : "not good any more");
  }

  @Test
  void whoHasAnAccountSignsInAndJoinsByOnePress() {
    Customer owner = registered(Locale.ENGLISH, TestClock.START);
    Customer other = registered(Locale.ENGLISH, TestClock.START);
    String token = invite(owner, other.name(), "ADMINISTRATOR");
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/invitation?token=" + token);
    browser.get("/sign-in?back=/invitation&site=cn2");
    Answer in =
        browser.post(
            "/sign-in",
            Map.of(
                "site", "cn2", "name", other.name(), "password", PASSWORD, "back", "/invitation"));
    assertThat(in.leadsTo()).isEqualTo("/invitation");
    assertThat(browser.follow(in).body()).contains("Join as " + other.name());
    assertThat(browser.post("/invitation/accept", Map.of()).leadsTo()).isEqualTo(owner.planPath());
    assertThat(browser.get(membersPath(owner)).body()).contains("id=\"invite\"");
  }

  @Test
  void whoIsSignedInWithTheWrongAccountSignsOutAndTheInvitationStays() {
    Customer owner = registered(Locale.ENGLISH, TestClock.START);
    Customer wrong = registered(Locale.ENGLISH, TestClock.START);
    String invited = newName();
    String token = invite(owner, invited, "MEMBER");
    Browser browser = wrong.browser();
    assertThat(browser.follow(browser.get("/invitation?token=" + token)).body())
        .contains("Join as " + wrong.name(), "action=\"/invitation/sign-out\"");
    Answer out = browser.post("/invitation/sign-out", Map.of());
    assertThat(out.leadsTo()).isEqualTo("/invitation");
    assertThat(browser.follow(out).body())
        .contains("Sign in to join")
        .doesNotContain("Join as " + wrong.name());
    assertThat(browser.post("/invitation/register", account(invited)).leadsTo())
        .isEqualTo(owner.planPath());
    assertThat(browser(Locale.ENGLISH).get("/invitation").status()).isEqualTo(404);
  }

  @Test
  void rolesAreChangedMembersRemovedAndTheWorkspaceHandedOver() {
    Customer owner = registered(Locale.ENGLISH, TestClock.START);
    Browser member = joined(owner, newName());
    String name = usernameOf(owner, "MEMBER");
    String account = accountOf(name);
    String path = membersPath(owner);
    owner.browser().get(path);
    Map<String, String> administrator = Map.of("role", "ADMINISTRATOR");
    assertThat(owner.browser().post(path + "/" + account + "/role", administrator).leadsTo())
        .isEqualTo(path);
    assertThat(member.get(path).body()).contains("id=\"invite\"");
    assertThat(
            owner.browser().post(path + "/" + account + "/role", Map.of("role", "OWNER")).leadsTo())
        .isEqualTo(path);
    assertThat(usernameOf(owner, "OWNER")).isEqualTo(name);
    member.get(path);
    String before = accountOf(owner.name());
    assertThat(member.post(path + "/" + before + "/remove", Map.of()).leadsTo()).isEqualTo(path);
    assertThat(owner.browser().get(path).status()).isEqualTo(404);
    member.get(path);
    assertThat(member.post("/w/" + owner.workspace() + "/leave", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void whoHasLeftMeanwhileIsToldOnTheListOfNow() {
    Customer owner = registered(Locale.ENGLISH, TestClock.START);
    String name = newName();
    Browser member = joined(owner, name);
    String path = membersPath(owner);
    String account = accountOf(name);
    owner.browser().get(path);
    member.get(path);
    member.post("/w/" + owner.workspace() + "/leave", Map.of());
    Map<String, String> administrator = Map.of("role", "ADMINISTRATOR");
    for (Answer late :
        List.of(
            owner.browser().post(path + "/" + account + "/role", administrator),
            owner.browser().post(path + "/" + account + "/remove", Map.of()))) {
      assertThat(late.status()).isEqualTo(422);
      assertThat(late.body())
          .contains("not in the workspace any more", "id=\"invite\"")
          .doesNotContain(account);
    }
  }

  @Test
  void anInvitationIsSentAgainAndTakenBack() {
    Customer owner = registered(Locale.ENGLISH, TestClock.START);
    String token = invite(owner, newName(), "MEMBER");
    String id = lastInvitation();
    String base = "/w/" + owner.workspace() + "/invitations/" + id;
    owner.browser().get(membersPath(owner));
    owner.browser().post(base + "/send", Map.of());
    assertThat(opens(token)).isFalse();
    String second = invitations.issue(new InvitationId(id), 2).orElseThrow();
    assertThat(opens(second)).isTrue();
    owner.browser().post(base + "/revoke", Map.of());
    assertThat(opens(second)).isFalse();
    Answer again = owner.browser().post(base + "/revoke", Map.of());
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body()).contains("accepted or taken back meanwhile", "id=\"invite\"");
  }

  @Test
  void theOtherLanguageKeepsWhatWasTyped() {
    Customer owner = registered(Locale.ENGLISH, TestClock.START);
    String token = invite(owner, newName(), "MEMBER");
    Map<String, String> invited =
        Map.of("email", "half.typed@exam", "role", "ADMINISTRATOR", "lang", "zh");
    assertThat(owner.browser().get(membersPath(owner)).body())
        .contains("form=\"invite\">中文</button>");
    Answer members = owner.browser().post("/w/" + owner.workspace() + "/invitations", invited);
    assertThat(members.status()).isEqualTo(200);
    assertThat(members.body()).contains("half.typed@exam", "成员");
    Browser browser = browser(Locale.ENGLISH);
    assertThat(browser.follow(browser.get("/invitation?token=" + token)).body())
        .contains("form=\"page-form\">中文</button>");
    Map<String, String> typed =
        Map.of("username", "half.typed", "password", "", "phone", "", "lang", "zh");
    assertThat(browser.post("/invitation/register", typed).body()).contains("half.typed", "用户名");
  }

  @Test
  void aWrongAddressAndOneInvitedAlreadyAreTold() {
    Customer owner = registered(Locale.ENGLISH, TestClock.START);
    String name = newName();
    invite(owner, name, "MEMBER");
    String path = "/w/" + owner.workspace() + "/invitations";
    assertThat(owner.browser().post(path, Map.of("email", "nonsense", "role", "MEMBER")).body())
        .contains("This is not an e-mail address", "value=\"nonsense\"");
    Map<String, String> twice = Map.of("email", name + "@example.com", "role", "MEMBER");
    assertThat(owner.browser().post(path, twice).body()).contains("invited already");
    Map<String, String> self = Map.of("email", owner.name() + "@example.com", "role", "MEMBER");
    assertThat(owner.browser().post(path, self).body()).contains("in the workspace already");
  }

  private String invite(Customer owner, String name, String role) {
    owner.browser().get(membersPath(owner));
    Answer sent =
        owner
            .browser()
            .post(
                "/w/" + owner.workspace() + "/invitations",
                Map.of("email", name + "@example.com", "role", role));
    assertThat(sent.leadsTo()).isEqualTo(membersPath(owner));
    return invitations.issue(new InvitationId(lastInvitation()), 1).orElseThrow();
  }

  private Browser joined(Customer owner, String name) {
    String token = invite(owner, name, "MEMBER");
    Browser browser = browser(Locale.ENGLISH);
    browser.follow(browser.get("/invitation?token=" + token));
    assertThat(browser.post("/invitation/register", account(name)).status()).isEqualTo(302);
    return browser;
  }

  private boolean opens(String token) {
    Browser browser = browser(Locale.ENGLISH);
    return browser.follow(browser.get("/invitation?token=" + token)).status() == 200;
  }

  private String lastInvitation() {
    return jdbc.sql(
            "SELECT id FROM workspace.invitation ORDER BY created_at DESC, ctid DESC LIMIT 1")
        .query(String.class)
        .single();
  }

  private String usernameOf(Customer owner, String role) {
    return jdbc.sql(
            """
            SELECT a.username FROM workspace.member m JOIN identity.console_account a ON a.id = m.console_account_id
             WHERE m.workspace_id = :workspace AND m.role = :role\
            """)
        .param("workspace", owner.workspace())
        .param("role", role)
        .query(String.class)
        .single();
  }

  private String accountOf(String username) {
    return jdbc.sql("SELECT id FROM identity.console_account WHERE username = :username")
        .param("username", username)
        .query(String.class)
        .single();
  }

  private static String membersPath(Customer owner) {
    return "/w/" + owner.workspace() + "/members";
  }

  private static Map<String, String> account(String name) {
    Map<String, String> form = new HashMap<>();
    form.put("username", name);
    form.put("password", PASSWORD);
    form.put("phone", "");
    return form;
  }
}
