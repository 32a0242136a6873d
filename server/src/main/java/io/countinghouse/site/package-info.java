/**
 * The sites, from configuration: regions of the product with their own console accounts and
 * workspaces.
 *
 * <p>Owns: names, billing time zone, currency, AWS partition and the settlement methods offered.
 * Adding a site needs no code.
 */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.countinghouse.site;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
