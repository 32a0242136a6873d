package io.countinghouse.metering;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks every so often for alarms, and tells of each when it arises, once a day while it lasts, and
 * when it is over.
 */
@Component
class AlarmWatch implements WorkHandler, ApplicationRunner {

  static final String KIND = "metering.watch-alarms";
  private static final Logger log = LoggerFactory.getLogger(AlarmWatch.class);
  private static final String ALL = "all";

  private final AlarmFinder finder;
  private final Alarms alarms;
  private final Outbox outbox;
  private final ApplicationEventPublisher events;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  AlarmWatch(
      AlarmFinder finder,
      Alarms alarms,
      Outbox outbox,
      ApplicationEventPublisher events,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.finder = finder;
    this.alarms = alarms;
    this.outbox = outbox;
    this.events = events;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  /** Begins a while after the first start of all. */
  @Override
  public void run(ApplicationArguments args) {
    outbox.begin(Work.of(KIND, ALL, clock.in(settings.alarmEvery())));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int attemptsMax() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Outcome handle(Work work) {
    Instant now = clock.now();
    tx.executeWithoutResult(_ -> look(now));
    return new Outcome.Again(clock.in(settings.alarmEvery()));
  }

  private void look(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Map<AlarmKind, Alarms.Held> before = new EnumMap<>(AlarmKind.class);
    alarms.all().forEach(held -> before.put(held.alarm().kind(), held));
    for (Alarm alarm : finder.find()) {
      Alarms.Held held = before.remove(alarm.kind());
      Instant since = held == null ? now : held.since();
      if (held == null || held.toldOn().isBefore(today)) {
        log.error("alarm {}: {} {}, since {}", alarm.kind(), alarm.count(), alarm.amounts(), since);
        events.publishEvent(new AlarmRaised(alarm, since, now));
      }
      alarms.keep(new Alarms.Held(alarm, since, today));
    }
    before
        .values()
        .forEach(over -> {
          AlarmKind kind = over.alarm().kind();
          log.info("alarm {} is over, it began {}", kind, over.since());
          alarms.clear(kind);
          events.publishEvent(new AlarmCleared(kind, over.since(), now));
        });
  }
}
