package io.countinghouse.usage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What is held, as metrics; events that come are counted by {@link UsageIntake}. */
@Component
class UsageMeters implements MeterBinder {

  private final UnknownWorkspaceUsage unknown;
  private final GroupingEngine engine;
  private final WindowKeeper windows;

  UsageMeters(UnknownWorkspaceUsage unknown, GroupingEngine engine, WindowKeeper windows) {
    this.unknown = unknown;
    this.engine = engine;
    this.windows = windows;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "countinghouse.usage.unknown.workspace.held", unknown, UnknownWorkspaceUsage::count)
        .description("Events of unknown workspaces that are kept and that nobody has seen to")
        .register(registry);
    Gauge.builder("countinghouse.usage.calls.waiting", engine, GroupingEngine::waiting)
        .description("Requests whose events nobody stores yet")
        .register(registry);
    Gauge.builder("countinghouse.usage.events.waiting", engine, GroupingEngine::waitingEvents)
        .description("Events of these requests")
        .register(registry);
    Gauge.builder("countinghouse.usage.window.overdue", windows, WindowKeeper::overdueSeconds)
        .baseUnit("seconds")
        .description("For how long the oldest window should have been dropped")
        .register(registry);
  }
}
