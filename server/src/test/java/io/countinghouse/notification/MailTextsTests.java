package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.LockCause;
import io.countinghouse.notification.MailRenderer.Rendered;
import io.countinghouse.site.Brand;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspace;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MailTextsTests {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");
  private static final Pattern LATIN_TOUCHES_CHINESE =
      Pattern.compile("[A-Za-z0-9]\\p{IsHan}|\\p{IsHan}[A-Za-z0-9]");
  private static final Map<String, String> CODE =
      Map.of("code", "042137", "about", "weather", "minutes", "10");

  private final MailTexts texts = new MailTexts();
  private final MailWords words = new MailWords(texts);
  private final MailRenderer renderer =
      new MailRenderer(
          texts,
          new Brand(
              "观测云",
              "Guance",
              "support@example.com",
              "#2f61cc",
              "",
              "",
              "",
              "",
              "",
              URI.create("https://billing.example.com/")));

  static Stream<Arguments> everyMail() {
    return Stream.of(MailTemplate.values())
        .flatMap(template ->
            Stream.of(Language.values()).map(language -> Arguments.of(template, language)));
  }

  @ParameterizedTest
  @MethodSource("everyMail")
  void everyMailReadsAsApproved(MailTemplate template, Language language) {
    Rendered mail = renderer.render(sample(template, language));
    String name = template.id() + "_" + language.code();
    GoldenMail.check(name + ".txt", "Subject: " + mail.subject() + "\n\n" + mail.text());
    GoldenMail.check(name + ".html", mail.html());
    assertThat(mail.subject() + mail.text() + mail.html()).doesNotContain("{", "??", "${");
  }

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaceholders() {
    ResourceBundle zh = bundle(Language.ZH);
    ResourceBundle en = bundle(Language.EN);
    assertThat(zh.keySet()).isEqualTo(en.keySet());
    for (String key : zh.keySet()) {
      Set<String> expected = placeholders(zh.getString(key));
      assertThat(placeholders(en.getString(key))).as(key).isEqualTo(expected);
    }
  }

  @Test
  void chineseTextsHaveFullWidthPunctuationAndABlankBeforeLatin() {
    ResourceBundle zh = bundle(Language.ZH);
    for (String key : zh.keySet()) {
      String text = PLACEHOLDER.matcher(zh.getString(key)).replaceAll("");
      if (!key.startsWith("format.time")) {
        assertThat(text).as(key).doesNotContain(",", ";", "?", "!", "(", ")");
        assertThat(LATIN_TOUCHES_CHINESE.matcher(text).find()).as(key).isFalse();
      }
    }
  }

  @Test
  void everyTextBelongsToAMailOrTheLayoutOrIsOne() {
    for (String key : bundle(Language.EN).keySet()) {
      String owner = key.substring(0, key.indexOf('.'));
      assertThat(
              Set.of("layout", "format", "fact", "text").contains(owner)
                  || MailTemplate.ofId(owner).isPresent())
          .as(key)
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatHelpsAgainstALockIsSaidForEachCause(LockCause cause) {
    for (Language language : Language.values()) {
      assertThat(bundle(language).keySet())
          .contains(
              "workspace-locked.note1." + cause,
              "lock-reminder.note1." + cause,
              "workspace-cleared.note1." + cause,
              "locks-of-account.note1." + cause);
    }
  }

  @Test
  void aMissingValueIsAnErrorAndNoBlank() {
    Mail mail = new Mail(MailTemplate.WORKSPACE_LOCKED, "a@b.example", Language.EN, Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> renderer.render(mail))
        .withMessageContaining("{workspace}");
  }

  @Test
  void aNameCannotSmuggleMarkupOrPlaceholders() {
    Mail mail = sample(MailTemplate.WORKSPACE_UNLOCKED, Language.EN);
    Rendered rendered = renderer.render(mail.with("workspace", "<b>{support}</b> [(${7*7})]"));
    assertThat(rendered.html())
        .contains("&lt;b&gt;{support}&lt;/b&gt; [(${7*7})]")
        .doesNotContain("<b>");
    assertThat(rendered.text()).contains("“<b>{support}</b> [(${7*7})]”");
  }

  static List<Workspace> workspaces(int count) {
    return Stream.iterate(1, i -> i + 1)
        .limit(count)
        .map(i ->
            new Workspace(
                new WorkspaceId("wksp_" + i),
                new SiteId("cn2"),
                "w" + i,
                Language.ZH,
                Plan.COMMERCIAL,
                LockState.OPEN,
                Instant.EPOCH))
        .toList();
  }

  private Mail sample(MailTemplate template, Language language) {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    Map<String, String> values = WalletMailSample.spending(words, language);
    switch (template) {
      case REGISTRATION_CODE, PASSWORD_CODE, BILLING_PASSWORD_CODE, BILLING_ACCOUNT_CODE ->
          values.putAll(CODE);
      case WORKSPACE_OWNER_CODE, WORKSPACE_CREATION_CODE, CONTACT_CODE, NEW_EMAIL_CODE ->
          values.putAll(CODE);
      case SET_UP_REMINDER -> values.put("url", "https://billing.example.com/setup/resume?token=x");
      case INVITATION -> values.putAll(invitation(language));
      case CLOUD_ACCOUNT_ENDING,
          CLOUD_ACCOUNT_ENDING_REVOKED,
          CLOUD_ACCOUNT_REMOVED,
          CLOUD_ACCOUNT_RELEASED ->
          values.putAll(ofCloudAccount(template, language, zone));
      case LOCKS_OF_ACCOUNT -> values.putAll(ofAccount(language, zone));
      case ALARM_RAISED, ALARM_CLEARED -> values.putAll(alarm(language, zone));
      case TOPPED_UP, BALANCE_BELOW_ZERO ->
          values.putAll(WalletMailSample.of(words, language, zone));
      case WEBHOOK_DISABLED -> values.putAll(WebhookMailSample.webhook(words, language, zone));
      case SET_UP_COMPLETED,
          SET_UP_WAITING,
          SUBSCRIPTION_CONFIRMED,
          BINDING_DROPPED,
          BINDING_OVERTAKEN,
          METHOD_CHOSEN,
          WORKSPACE_LOCKED,
          WORKSPACE_UNLOCKED,
          LOCK_REMINDER,
          BUFFER_MOVED,
          WORKSPACE_CLEARED,
          WORKSPACE_REOPENED,
          WORKSPACE_DISSOLVED,
          HIGH_SPEND ->
          values.putAll(ofWorkspace(template, language, zone));
    }
    return new Mail(template, "li@hz.example", language, values);
  }

  private Map<String, String> ofAccount(Language language, ZoneId zone) {
    return Map.of(
        "what",
        words.word(language, "format.locks.REMINDED"),
        "billing-account",
        "weather",
        "workspaces",
        words.names(language, workspaces(3)),
        "at",
        words.time(language, Instant.parse("2026-05-01T03:20:00Z"), zone),
        "first-buffer-end",
        words.time(language, Instant.parse("2026-05-15T03:20:00Z"), zone),
        "url",
        "https://billing.example.com/billing/wallet",
        "cause",
        "ARREARS");
  }

  private Map<String, String> ofCloudAccount(
      MailTemplate template, Language language, ZoneId zone) {
    String at = words.time(language, Instant.parse("2026-05-01T03:20:00Z"), zone);
    Map<String, String> values = new HashMap<>();
    values.put("billing-account", "weather");
    values.put("aws-account", "123456789012");
    values.put("workspaces", words.names(language, workspaces(3)));
    values.put("deadline", at);
    values.put("at", at);
    if (template == MailTemplate.CLOUD_ACCOUNT_ENDING
        || template == MailTemplate.CLOUD_ACCOUNT_ENDING_REVOKED) {
      values.put("url", "https://billing.example.com/w/wksp_1/plan");
    } else if (template == MailTemplate.CLOUD_ACCOUNT_REMOVED) {
      values.put("url", "https://billing.example.com/billing/workspaces");
    }
    return values;
  }

  private Map<String, String> ofWorkspace(MailTemplate template, Language language, ZoneId zone) {
    boolean gone = template == MailTemplate.WORKSPACE_DISSOLVED;
    return Map.of(
        "workspace",
        language == Language.ZH ? "生产环境" : "Production",
        "site",
        language == Language.ZH ? "中国区2（宁夏）" : "China 2 (Ningxia)",
        "billing-account",
        "weather",
        "url",
        gone ? "" : "https://billing.example.com/w/wksp_1/plan",
        "aws-account",
        "123456789012",
        "method",
        words.word(language, "format.method.AWS"),
        "at",
        words.time(language, Instant.parse("2026-05-01T03:20:00Z"), zone),
        "buffer-ends-at",
        words.time(language, Instant.parse("2026-05-15T03:20:00Z"), zone),
        "cause",
        "SUBSCRIPTION_ENDED");
  }

  private Map<String, String> alarm(Language language, ZoneId zone) {
    return Map.of(
        "alarm",
        texts.text(language, "format.alarm.REFUSED", Map.of()),
        "count",
        "3",
        "amounts",
        "12.34 CNY + 5.00 USD",
        "since",
        words.time(language, Instant.parse("2026-05-01T03:20:00Z"), zone),
        "at",
        words.time(language, Instant.parse("2026-05-01T05:20:00Z"), zone),
        "url",
        "https://billing.example.com/operator");
  }

  private Map<String, String> invitation(Language language) {
    return Map.of(
        "inviter",
        "li",
        "role",
        texts.text(language, "format.role.MEMBER", Map.of()),
        "days",
        "7",
        "workspace",
        language == Language.ZH ? "生产环境" : "Production",
        "site",
        language == Language.ZH ? "中国区2（宁夏）" : "China 2 (Ningxia)",
        "url",
        "https://billing.example.com/invitation?token=x");
  }

  private static Set<String> placeholders(String text) {
    Set<String> found = new TreeSet<>();
    PLACEHOLDER.matcher(text).results().forEach(match -> found.add(match.group()));
    return found;
  }

  private static ResourceBundle bundle(Language language) {
    return bundle(MailTexts.BUNDLE, language);
  }

  static ResourceBundle bundle(String name, Language language) {
    return ResourceBundle.getBundle(
        name,
        Locale.of(language.code()),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}
