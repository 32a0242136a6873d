package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.Account;
import io.countinghouse.billing.EntryCause;
import io.countinghouse.billing.PriceListDirectory;
import io.countinghouse.billing.PriceProblem;
import io.countinghouse.billing.UnchargedUsage;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.MessageDirectory;
import io.countinghouse.marketplace.MoveCause;
import io.countinghouse.marketplace.Why;
import io.countinghouse.metering.AlarmKind;
import io.countinghouse.metering.Differences;
import io.countinghouse.metering.RecordDecisions;
import io.countinghouse.metering.RecordState;
import io.countinghouse.usage.Item;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Role;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.MessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The two bundles, and how times and money are written in both languages. */
class PageTextsTests {

  private static final Pattern KEY = Pattern.compile("#\\{([a-z][A-Za-z0-9.-]*)");
  private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)");

  private final MessageSource texts = new WebConfiguration().messageSource();
  private final PageText pageText = new PageText(texts);

  @Test
  void bothLanguagesHaveTheSameTexts() throws IOException {
    assertThat(bundle(Language.ZH).stringPropertyNames())
        .isEqualTo(bundle(Language.EN).stringPropertyNames())
        .hasSizeGreaterThan(200);
  }

  @Test
  void bothLanguagesSayTheSameArguments() throws IOException {
    Properties chinese = bundle(Language.ZH);
    Properties english = bundle(Language.EN);
    for (String key : chinese.stringPropertyNames()) {
      assertThat(arguments(english.getProperty(key)))
          .as(key)
          .isEqualTo(arguments(chinese.getProperty(key)));
    }
  }

  @Test
  void aLoneApostropheWouldSwallowArguments() throws IOException {
    for (Language language : Language.values()) {
      Properties bundle = bundle(language);
      for (String key : bundle.stringPropertyNames()) {
        assertThat(bundle.getProperty(key).replace("''", "")).as(key).doesNotContain("'");
      }
    }
  }

  @Test
  void noTextNamesTheBrand() throws IOException {
    for (Language language : Language.values()) {
      assertThat(bundle(language).values()).noneMatch(it -> it.toString().contains("观测云"));
      assertThat(bundle(language).values()).noneMatch(it -> it.toString().contains("Guance"));
    }
  }

  @Test
  void everyKeyOfTheTemplatesExists() throws IOException {
    Set<String> keys = bundle(Language.EN).stringPropertyNames();
    Set<String> used = new TreeSet<>();
    for (Resource template :
        new PathMatchingResourcePatternResolver().getResources("classpath:templates/**/*.html")) {
      Matcher key = KEY.matcher(template.getContentAsString(StandardCharsets.UTF_8));
      while (key.find()) {
        used.add(key.group(1));
      }
    }
    assertThat(used).hasSizeGreaterThan(80);
    assertThat(keys).containsAll(used);
  }

  private static void assertHasEach(Set<String> keys, String prefix, Enum<?>[] values) {
    assertThat(values).isNotEmpty().allMatch(value -> keys.contains(prefix + value));
  }

  @Test
  void everyKeyOfReportingExists() throws IOException {
    Set<String> keys = bundle(Language.EN).stringPropertyNames();
    for (AlarmKind kind : AlarmKind.values()) {
      assertThat(keys).contains("alarm." + kind, "alarm." + kind + ".what");
    }
    for (Differences.Kind kind : Differences.Kind.values()) {
      assertThat(keys).contains("difference." + kind, "difference." + kind + ".do");
    }
    for (RecordDecisions.Choice choice : RecordDecisions.Choice.values()) {
      assertThat(keys)
          .contains("decision." + choice, "decision." + choice + ".what")
          .contains("record.resolution." + choice);
    }
  }

  @Test
  void everyKeyOfTheCodeExists() throws IOException {
    Set<String> keys = bundle(Language.EN).stringPropertyNames();
    assertHasEach(keys, "record.state.", RecordState.values());
    assertHasEach(keys, "agreement.state.", AgreementState.values());
    assertHasEach(keys, "message.state.", MessageDirectory.State.values());
    assertHasEach(keys, "account.", Account.values());
    assertHasEach(keys, "why.", Why.values());
    assertHasEach(keys, "entry.cause.", EntryCause.values());
    assertHasEach(keys, "move.cause.", MoveCause.values());
    assertHasEach(keys, "price-problem.", PriceProblem.Kind.values());
    assertHasEach(keys, "price-list.state.", PriceListDirectory.State.values());
    for (Item item : Item.values()) {
      assertThat(keys).contains("item." + item.id(), "item.unit." + item.id());
    }
    assertHasEach(keys, "usage.uncharged.", UnchargedUsage.Reason.values());
    for (OperatorUsageController.Kind kind : OperatorUsageController.Kind.values()) {
      assertThat(keys)
          .contains("uncharged.kind." + kind, "uncharged.what." + kind, "uncharged.empty." + kind);
    }
    assertHasEach(keys, "plan.", Plan.values());
    assertHasEach(keys, "role.", Role.values());
    for (SetUpProblem problem : SetUpProblem.values()) {
      String key = "setup-problem." + problem.code();
      assertThat(keys).contains(key + ".title", key + ".what", key + ".now");
    }
    for (int status : ErrorPages.TOLD_APART) {
      assertThat(keys).contains("error." + status + ".title", "error." + status + ".now");
    }
    assertThat(keys)
        .contains("method.aws", "method.billing-center", "method.intended", "method.none");
  }

  @Test
  void timesAreInTheirZoneAndSayWhich() {
    Instant end = Instant.parse("2026-04-30T23:59:30Z");
    ZoneId shanghai = ZoneId.of("Asia/Shanghai");
    assertThat(pageText.time(end, shanghai, Language.ZH))
        .isEqualTo("2026 年 5 月 1 日 07:59（Asia/Shanghai, UTC+8）");
    assertThat(pageText.time(end, shanghai, Language.EN))
        .isEqualTo("1 May 2026, 07:59 (Asia/Shanghai, UTC+8)");
    assertThat(pageText.time(end, ZoneOffset.UTC, Language.EN))
        .isEqualTo("30 Apr 2026, 23:59 (UTC)");
  }

  @Test
  void aCountdownIsInWholeDaysAndHours() {
    assertThat(pageText.daysAndHours(Duration.ofDays(14), Language.EN))
        .isEqualTo("14 days 0 hours");
    assertThat(pageText.daysAndHours(Duration.ofMinutes(25 * 60 + 59), Language.EN))
        .isEqualTo("1 day 1 hour");
    assertThat(pageText.daysAndHours(Duration.ofMinutes(119), Language.ZH)).isEqualTo("1 小时");
    assertThat(pageText.daysAndHours(Duration.ofMinutes(59), Language.EN))
        .isEqualTo("less than an hour");
    assertThat(pageText.minutes(Duration.ofSeconds(59), Language.EN))
        .isEqualTo("less than a minute");
    assertThat(pageText.minutes(Duration.ofSeconds(59), Language.ZH)).isEqualTo("不到 1 分钟");
    assertThat(pageText.minutes(Duration.ofSeconds(60), Language.ZH)).isEqualTo("1 分钟");
    assertThat(pageText.minutes(Duration.ofMinutes(59), Language.ZH)).isEqualTo("59 分钟");
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void moneyKeepsAllItsDecimalsAndItsCurrency(Language language) {
    Currency yuan = Currency.getInstance("CNY");
    assertThat(pageText.money(Money.of(new BigDecimal("1234567.1"), yuan), language))
        .isEqualTo("1,234,567.10 CNY");
    assertThat(pageText.money(Money.of(new BigDecimal("0.000125"), yuan), language))
        .isEqualTo("0.000125 CNY");
    assertThat(pageText.money(Money.zero(yuan), language)).isEqualTo("0.00 CNY");
  }

  private static Set<String> arguments(String text) {
    Set<String> found = new TreeSet<>();
    Matcher argument = ARGUMENT.matcher(text);
    while (argument.find()) {
      found.add(argument.group(1));
    }
    return found;
  }

  private static Properties bundle(Language language) throws IOException {
    Properties bundle = new Properties();
    try (Reader reader =
        new InputStreamReader(
            PageTextsTests.class.getResourceAsStream(
                "/messages_" + language.code() + ".properties"),
            StandardCharsets.UTF_8)) {
      bundle.load(reader);
    }
    return bundle;
  }
}
