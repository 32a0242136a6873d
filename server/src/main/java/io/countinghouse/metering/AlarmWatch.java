package io.countinghouse.metering;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Duration;
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
 * Looks every so often for alarms, and tells of each when it arises, when there is more of it, once
 * a day while it lasts, and when it is over.
 */
@Component
class AlarmWatch implements WorkHandler, ApplicationRunner {

  static final String KIND = "metering.watch-alarms";
  private static final Logger log = LoggerFactory.getLogger(AlarmWatch.class);
  private static final String ALL = "all";

  /** What grows all the time is told no more often than this. */
  private static final Duration PAUSE = Duration.ofHours(1);

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
    Map<AlarmKind, Alarms.Held> before = new EnumMap<>(AlarmKind.class);
    alarms.all().forEach(held -> before.put(held.alarm().kind(), held));
    for (Alarm alarm : finder.find()) {
      Alarms.Held held = before.remove(alarm.kind());
      Instant since = held == null ? now : held.since();
      boolean told = held == null || isToldAgain(held, alarm, now);
      if (told) {
        log.error("alarm {}: {} {}, since {}", alarm.kind(), alarm.count(), alarm.amounts(), since);
        events.publishEvent(new AlarmRaised(alarm, since, now));
      }
      alarms.keep(
          held == null || told
              ? new Alarms.Held(alarm, since, now, alarm.count())
              : new Alarms.Held(
                  alarm, since, held.toldAt(), Math.min(held.toldCount(), alarm.count())));
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

  /** On another UTC day, and when there is more; of what has minutes left at once. */
  private static boolean isToldAgain(Alarms.Held held, Alarm alarm, Instant now) {
    boolean more = alarm.count() > held.toldCount();
    boolean hurry = alarm.kind() == AlarmKind.FINAL_DEADLINE;
    return dayOf(held.toldAt()).isBefore(dayOf(now))
        || (more && (hurry || !now.isBefore(held.toldAt().plus(PAUSE))));
  }

  private static LocalDate dayOf(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
