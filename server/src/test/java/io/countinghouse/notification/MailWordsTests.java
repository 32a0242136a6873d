package io.countinghouse.notification;

import static io.countinghouse.notification.MailTextsTests.workspaces;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.Language;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailWordsTests {

  private final MailWords words = new MailWords(new MailTexts());

  @Test
  void timesAreInTheZoneOfTheReaderWhichIsShown() {
    Instant instant = Instant.parse("2026-12-31T16:05:59Z");
    ZoneId hangzhou = ZoneId.of("Asia/Shanghai");
    assertThat(words.time(Language.ZH, instant, hangzhou)).isEqualTo("2027 年 1 月 1 日 00:05（UTC+8）");
    assertThat(words.time(Language.EN, instant, hangzhou))
        .isEqualTo("1 January 2027, 00:05 (UTC+8)");
    assertThat(words.time(Language.EN, instant, ZoneOffset.UTC))
        .isEqualTo("31 December 2026, 16:05 (UTC)");
    assertThat(words.time(Language.EN, instant, ZoneOffset.ofHours(-3)))
        .isEqualTo("31 December 2026, 13:05 (UTC-3)");
  }

  @Test
  void aLongListOfWorkspacesIsCutAndCounted() {
    assertThat(words.names(Language.ZH, workspaces(0))).isEmpty();
    assertThat(words.names(Language.ZH, workspaces(2))).isEqualTo("w1、w2");
    assertThat(words.names(Language.EN, workspaces(20))).endsWith(", w19, w20");
    assertThat(words.names(Language.EN, workspaces(23))).endsWith(", w20 and 3 more");
    assertThat(words.names(Language.EN, workspaces(1254))).endsWith(", w20 and 1,234 more");
    assertThat(words.names(Language.ZH, workspaces(21))).endsWith("、w20，以及另外 1 个");
  }

  @Test
  void aDayIsWrittenAsTheReaderDoes() {
    LocalDate day = LocalDate.of(2026, 9, 1);
    assertThat(words.day(Language.EN, day)).isEqualTo("1 September 2026");
    assertThat(words.day(Language.ZH, day)).isEqualTo("2026 年 9 月 1 日");
  }

  @ParameterizedTest
  @EnumSource
  void mailsCallThingsAsPagesDo(Language language) {
    ResourceBundle mails = MailTextsTests.bundle(MailTexts.BUNDLE, language);
    ResourceBundle pages = MailTextsTests.bundle("messages", language);
    List<String> compared = new ArrayList<>();
    for (String key : mails.keySet()) {
      if (key.startsWith("format.item.") || key.startsWith("format.alarm.")) {
        String ofPages = key.substring("format.".length());
        assertThat(mails.getString(key)).as(key).isEqualTo(pages.getString(ofPages));
        compared.add(key);
      }
    }
    assertThat(compared).hasSizeGreaterThan(20);
    assertThat(mails.getString("format.method.AWS")).isEqualTo(pages.getString("method.aws"));
    assertThat(mails.getString("format.method.BILLING_CENTER"))
        .isEqualTo(pages.getString("method.billing-center"));
    for (String action : List.of("alarm-raised", "alarm-cleared", "webhook-disabled")) {
      assertThat(mails.getString(action + ".action"))
          .endsWithIgnoringCase(pages.getString("operator.title"));
    }
  }
}
