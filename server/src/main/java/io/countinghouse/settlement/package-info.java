/**
 * Who pays: cloud accounts, and which payer a workspace has from when to when.
 *
 * <p>Owns: bindings, intended bindings, the set-up of a new customer. Does not own: what is charged
 * (billing), locks (locking).
 */
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "audit",
      "outbox",
      "site",
      "identity",
      "marketplace",
      "workspace"
    })
@NullMarked
package io.countinghouse.settlement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
