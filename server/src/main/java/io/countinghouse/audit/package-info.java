/**
 * The append-only trail of what customers, operators and the system did.
 *
 * <p>Owns: {@code audit.entry}. Rows are inserted in the transaction of what they tell of.
 */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.countinghouse.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
