/**
 * Words every package shares: money, hours and days, ids, the business clock.
 *
 * <p>Owns no table and knows no other package.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.countinghouse.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
