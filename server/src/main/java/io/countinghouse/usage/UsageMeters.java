package io.countinghouse.usage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What is held, as metrics; events that come are counted by {@link UsageIntake}. */
@Component
class UsageMeters implements MeterBinder {

  private final UnknownWorkspaceUsage unknown;

  UsageMeters(UnknownWorkspaceUsage unknown) {
    this.unknown = unknown;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "countinghouse.usage.unknown.workspace.held", unknown, UnknownWorkspaceUsage::count)
        .description("Events of unknown workspaces that are kept")
        .register(registry);
  }
}
