/**
 * What was used: intake of usage events, each counted once, and hourly points.
 *
 * <p>Owns: events and points. Does not own: prices and readings (billing).
 *
 * <p>Times: {@code usedAt} the customer used it; {@code receivedAt} we learned of it.
 */
@ApplicationModule(
    allowedDependencies = {"kernel", "audit", "outbox", "site", "identity", "workspace"})
@NullMarked
package io.countinghouse.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
