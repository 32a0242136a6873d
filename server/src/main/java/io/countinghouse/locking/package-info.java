/**
 * The policy of locks: a workspace without a payer is locked, counted down, and unlocked once
 * somebody pays. Tells data planes what a workspace may do (admission).
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
      "settlement"
    })
@NullMarked
package io.countinghouse.locking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
