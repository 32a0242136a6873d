/** Pages: the landing page and set-up, workspace, back office; and who may call which route. */
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "audit",
      "outbox",
      "site",
      "identity",
      "marketplace",
      "workspace",
      "settlement",
      "usage",
      "billing",
      "metering",
      "locking",
      "webhook"
    })
@NullMarked
package io.countinghouse.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
