package io.countinghouse.metering;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The alarms as last found, read when asked for: the same on every node. */
@Component
class AlarmMetrics implements MeterBinder {

  private final Alarms alarms;
  private final TransactionTemplate tx;

  AlarmMetrics(Alarms alarms, TransactionTemplate tx) {
    this.alarms = alarms;
    this.tx = tx;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (AlarmKind kind : AlarmKind.values()) {
      Gauge.builder("countinghouse.alarm", () -> countOf(kind))
          .description("How many records, messages or the like an alarm is about; 0 without it")
          .tag("kind", kind.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private long countOf(AlarmKind kind) {
    return tx.execute(_ ->
        alarms.all().stream()
            .map(Alarms.Held::alarm)
            .filter(it -> it.kind() == kind)
            .mapToLong(Alarm::count)
            .sum());
  }
}
