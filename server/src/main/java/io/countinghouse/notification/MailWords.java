package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import io.countinghouse.workspace.Workspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Instants, days and lists as mails write them. */
@Component
class MailWords {

  /** A mail names so many workspaces, and counts the others. */
  private static final int NAMES_MAX = 20;

  private static final int SECONDS_PER_HOUR = 3600;

  private final MailTexts texts;

  MailWords(MailTexts texts) {
    this.texts = texts;
  }

  /** An instant to the minute, in a zone, which is shown: {@code 18:10 (UTC+8)}. */
  String time(Language language, Instant instant, ZoneId zone) {
    ZonedDateTime local = instant.atZone(zone);
    DateTimeFormatter pattern =
        DateTimeFormatter.ofPattern(
            texts.text(language, "format.time", Map.of()), language.locale());
    Map<String, String> values =
        Map.of("time", pattern.format(local), "zone", offset(local.getOffset()));
    return texts.text(language, "format.time-in-zone", values);
  }

  /** A day. */
  String day(Language language, LocalDate day) {
    return DateTimeFormatter.ofPattern(word(language, "format.day"), language.locale()).format(day);
  }

  /** Sites have whole-hour offsets only. */
  private static String offset(ZoneOffset offset) {
    int hours = offset.getTotalSeconds() / SECONDS_PER_HOUR;
    if (hours == 0) {
      return "UTC";
    }
    return "UTC" + (hours > 0 ? "+" : "-") + Math.abs(hours);
  }

  /** A word of the mails' bundles that has no placeholders. */
  String word(Language language, String key) {
    return texts.text(language, key, Map.of());
  }

  /** The names of workspaces; empty without any. */
  String names(Language language, List<Workspace> workspaces) {
    String names =
        workspaces.stream()
            .limit(NAMES_MAX)
            .map(Workspace::name)
            .collect(Collectors.joining(texts.text(language, "format.comma", Map.of())));
    int others = workspaces.size() - NAMES_MAX;
    if (others <= 0) {
      return names;
    }
    Map<String, String> values =
        Map.of("names", names, "others", language.number(BigDecimal.valueOf(others)));
    return texts.text(language, "format.and-others", values);
  }
}
