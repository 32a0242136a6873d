/**
 * The simulator's state: one SQLite file (or memory), one connection, one writer at a time. Owns
 * the schema, not its meaning.
 */
@NullMarked
package awssimulator.store;

import org.jspecify.annotations.NullMarked;
