/**
 * Work that must not be lost: rows stored in the transaction of their cause, claimed by any node,
 * leased, retried with back-off, parked where a person sees them.
 *
 * <p>Owns: {@code outbox.work}, the workers, and the bond with a clock that is driven from outside.
 * Does not own: what the work does ({@link io.countinghouse.outbox.WorkHandler}s of other
 * packages).
 *
 * <p>Times: {@code dueAt} is business time; leases end by wall time.
 */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.countinghouse.outbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
