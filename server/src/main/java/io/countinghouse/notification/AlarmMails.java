package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import io.countinghouse.metering.Alarm;
import io.countinghouse.metering.AlarmCleared;
import io.countinghouse.metering.AlarmKind;
import io.countinghouse.metering.AlarmRaised;
import io.countinghouse.site.Brand;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails that tell operators of alarms, to the address they have for it. */
@Component
class AlarmMails {

  private static final String OPERATORS = "operators";

  private final MailQueue queue;
  private final MailWords words;
  private final MailTexts texts;
  private final Brand brand;
  private final NotificationSettings settings;

  AlarmMails(
      MailQueue queue,
      MailWords words,
      MailTexts texts,
      Brand brand,
      NotificationSettings settings) {
    this.queue = queue;
    this.words = words;
    this.texts = texts;
    this.brand = brand;
    this.settings = settings;
  }

  @EventListener
  void on(AlarmRaised event) {
    Alarm alarm = event.alarm();
    Language language = settings.operatorsLanguage();
    Map<String, String> values = valuesOf(alarm.kind(), event.since());
    values.put("count", language.number(BigDecimal.valueOf(alarm.count())));
    values.put(
        "amounts",
        alarm.amounts().stream().map(language::money).collect(Collectors.joining(" + ")));
    put(MailTemplate.ALARM_RAISED, values, alarm.kind() + "/" + event.at());
  }

  @EventListener
  void on(AlarmCleared event) {
    Map<String, String> values = valuesOf(event.kind(), event.since());
    values.put("at", words.time(settings.operatorsLanguage(), event.at(), ZoneOffset.UTC));
    put(MailTemplate.ALARM_CLEARED, values, event.kind() + "/" + event.at());
  }

  private Map<String, String> valuesOf(AlarmKind kind, Instant since) {
    Language language = settings.operatorsLanguage();
    Map<String, String> values = new HashMap<>();
    values.put("alarm", texts.text(language, "format.alarm." + kind, Map.of()));
    values.put("since", words.time(language, since, ZoneOffset.UTC));
    values.put("url", brand.link("/operator"));
    return values;
  }

  private void put(MailTemplate template, Map<String, String> values, String cause) {
    if (settings.operators() != null) {
      Language language = settings.operatorsLanguage();
      queue.put(new Mail(template, settings.operators(), language, values), cause, OPERATORS);
    }
  }
}
