/**
 * Billing accounts that settle for themselves: what they paid in, what they were charged, what they
 * have left, and what follows when that is too little.
 *
 * <p>Owns: top-ups and corrections with four eyes, the daily charge of each workspace, the
 * movements of a wallet, arrears. Does not own: what usage costs (billing), who pays (settlement),
 * what a lock means (locking).
 *
 * <p>Never: change a charge or an entry. What comes later goes to the next charge.
 */
@ApplicationModule(
    allowedDependencies = {
      "kernel",
      "audit",
      "outbox",
      "site",
      "identity",
      "workspace",
      "settlement",
      "billing",
      "metering"
    })
@NullMarked
package io.countinghouse.wallet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
