/**
 * What is reported to AWS and what came of it.
 *
 * <p>Never: change a made record; what comes later goes to the next hour.
 */
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
      "billing"
    })
@NullMarked
package io.countinghouse.metering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
