package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How somebody starts with a workspace. */
class WorkspaceStartIntegrationTests extends ConsoleIntegration {

  private static final Pattern TOKEN = Pattern.compile("token=(wtk_[A-Za-z0-9_-]+)");

  @ParameterizedTest
  @CsvSource({
    "zh, 从安装 DataKit 开始, 显示安装命令, 仅显示这一次",
    "en, Start by installing DataKit, Show the install command, shown this once"
  })
  void theInstallCommandCarriesATokenThatIsShownOnce(
      String language, String heading, String button, String once) {
    Customer customer = registered(Locale.of(language), TestClock.START);
    Browser browser = customer.browser();
    String path = "/w/" + customer.workspace() + "/start";
    assertThat(browser.get("/setup/done").body()).contains("href=\"" + path + "\"");
    assertThat(browser.get(path).body()).contains(heading, button).doesNotContain("wtk_");

    Answer shown = browser.post(path + "/token", Map.of());
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.body()).contains(once, "data-copy=\"DK_DATAWAY=");
    Matcher token = TOKEN.matcher(shown.body());
    assertThat(token.find()).isTrue();
    assertThat(StoredText.placesOf(jdbc, Objects.requireNonNull(token.group(1)))).isEmpty();
    assertThat(browser.get(path + "/token").body()).doesNotContain(token.group(1));
    Answer later = browser.get(path);
    assertThat(later.body()).contains("wtok_").doesNotContain(token.group(1));

    String id =
        jdbc.sql("SELECT id FROM workspace.token WHERE workspace_id = :id AND revoked_at IS NULL")
            .param("id", customer.workspace())
            .query(String.class)
            .single();
    assertThat(browser.post(path + "/token/revoke", Map.of("token", id)).leadsTo()).isEqualTo(path);
    assertThat(browser.get(path).body()).doesNotContain(id);
  }

  @Test
  void whoIsInNoneOfTheBoundWorkspacesStartsWithTheirOwn() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = customer.browser();
    String path = "/w/" + customer.workspace() + "/start";
    setMember(customer, "role = 'MEMBER'");
    assertThat(browser.get("/setup/done").body()).contains("href=\"" + path + "\"");
    Customer other = registered(Locale.ENGLISH, TestClock.START);
    setMember(
        customer,
        "console_account_id = (SELECT console_account_id FROM workspace.member WHERE workspace_id = '"
            + other.workspace()
            + "')");
    assertThat(browser.get("/setup/done").body())
        .contains("href=\"/w\"")
        .doesNotContain(path, "/sign-in?");
  }

  private void setMember(Customer customer, String what) {
    jdbc.sql("UPDATE workspace.member SET " + what + " WHERE workspace_id = :workspace")
        .param("workspace", customer.workspace())
        .update();
  }
}
