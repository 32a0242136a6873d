/** Which event becomes which mail, and its delivery. */
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
      "locking"
    })
@NullMarked
package io.countinghouse.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
