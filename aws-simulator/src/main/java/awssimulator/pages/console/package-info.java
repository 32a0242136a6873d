/**
 * The console: what the control API does, by hand. Agreements and the steps of their life,
 * notifications and rules, faults, the clock, the log of calls.
 */
@NullMarked
package awssimulator.pages.console;

import org.jspecify.annotations.NullMarked;
