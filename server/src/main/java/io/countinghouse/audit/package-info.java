/**
 * The append-only trail of what customers, operators and the system did.
 *
 * <p>Owns: {@code audit.entry} and {@code audit.bundle}, the chain its rows are sealed into, and
 * the check against it. Rows are inserted in the transaction of what they tell of, each with a MAC
 * under the server's secret, those of a deed to many as one row of {@code audit.bundle}; a thread
 * writes these out and seals all within seconds. Does not own: the secret (identity implements
 * {@link io.countinghouse.audit.AuditKey}).
 */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.countinghouse.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
