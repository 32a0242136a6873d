/**
 * What can be set, with its defaults in {@code aws-simulator.yml}: ports, rules that AWS's
 * documents disagree on, products.
 */
@NullMarked
package awssimulator.settings;

import org.jspecify.annotations.NullMarked;
