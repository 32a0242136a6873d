/**
 * The append-only trail of what customers, operators and the system did.
 *
 * <p>Owns: {@code audit.entry}, the chain its rows are sealed into, and the check against it. Rows
 * are inserted in the transaction of what they tell of, each with a MAC under the server's secret;
 * a thread seals them within seconds, over all nodes one at a time. Does not own: the secret
 * (identity implements {@link io.countinghouse.audit.AuditKey}).
 */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.countinghouse.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
