package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.console.Browser.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages on which operators manage webhooks; nothing of theirs is at a public address here. */
class OperatorWebhooksIntegrationTests extends ConsoleIntegration {

  private static final Pattern SECRET = Pattern.compile("value=\"(whsec_[A-Za-z0-9+/=]+)\"");
  private static final Pattern ENDPOINT = Pattern.compile("/operator/webhooks/(whep_[0-9a-f]+)");

  private static String found(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    assertThat(matcher.find()).as("%s in%n%s", pattern, body).isTrue();
    return matcher.group(1);
  }

  @Test
  void anEndpointIsAddedTestedChangedAndDisabled() {
    Browser operator = signedInOperator(Locale.ENGLISH);
    operator.get("/operator/webhooks");
    Answer created = added(operator);
    String secret = found(SECRET, created.body());
    String path = "/operator/webhooks/" + found(ENDPOINT, created.body());
    assertThat(created.body())
        .contains("data-copy=\"" + secret)
        .contains("<meta name=\"here\" content=\"" + path + "\">");
    assertThat(operator.get(path).body())
        .doesNotContain("<meta name=\"here\"")
        .contains("Data plane &lt;1&gt;", "Nothing was sent yet", "workspace.locked")
        .doesNotContain(secret);
    assertThat(operator.post(path + "/test", Map.of()).leadsTo()).isEqualTo(path);
    worker.runAll();
    assertThat(operator.get(path).body())
        .contains("webhook.test", "not public", "Nothing has come through since");
    operator.post(
        path, Map.of("url", "https://example.com/other", "description", "Other data plane"));
    assertThat(operator.get("/operator/webhooks").body())
        .contains("https://example.com/other", "Other data plane");
    operator.get(path);
    Answer changed = operator.post(path + "/secret", Map.of());
    assertThat(found(SECRET, changed.body())).isNotEqualTo(secret);
    assertThat(changed.body())
        .contains("signs as well until", "<meta name=\"here\" content=\"" + path + "\">");
    operator.get(path);
    assertThat(operator.post(path + "/disable", Map.of()).leadsTo()).isEqualTo(path);
    assertThat(operator.get(path).body()).contains("Disabled by an operator", "Given up");
    operator.post(path + "/enable", Map.of());
    operator.get(path);
    operator.post(path + "/replay", Map.of());
    assertThat(operator.get(path).body()).contains("Enabled", "Due");
    operator.post(path + "/disable", Map.of());
  }

  private static Answer added(Browser operator) {
    Answer created =
        operator.post(
            "/operator/webhooks",
            Map.of(
                "url", "https://127.0.0.1:9/hook",
                "description", "Data plane <1>",
                "types", "workspace.locked"));
    assertThat(created.status()).isEqualTo(200);
    return created;
  }

  @Test
  void whatIsWrongStandsBesideItsFieldAndNothingIsLost() {
    Browser operator = signedInOperator(Locale.CHINESE);
    operator.get("/operator/webhooks");
    for (String url : new String[] {"http://example.com/", "javascript:alert(1)", ""}) {
      Answer refused =
          operator.post(
              "/operator/webhooks",
              Map.of("url", url, "description", "  ", "types", "workspace.locked"));
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body())
          .contains("<meta name=\"here\" content=\"/operator/webhooks\">")
          .contains("url-error", "description-error", "https://", "value=\"" + url + "\"")
          .containsPattern("value=\"workspace.locked\"[^>]*checked");
    }
    assertThat(operator.get("/operator/webhooks/whep_0").status()).isEqualTo(404);
    assertThat(operator.post("/operator/webhooks/whep_0/test", Map.of()).status()).isEqualTo(404);
  }
}
