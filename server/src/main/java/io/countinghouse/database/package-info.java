/**
 * The database the server brings along: a real PostgreSQL of its own, kept in one folder, used
 * unless {@code spring.datasource.url} names another.
 *
 * <p>Owns: the folder, the password and port in it, the server's start and stop. Does not own: any
 * table; it knows no other package.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.countinghouse.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
