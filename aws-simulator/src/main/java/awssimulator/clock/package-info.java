/**
 * The settable business clock, its advance from stop to stop, and the followers that advance waits
 * for. Wall time is used only to measure how long something took.
 */
@NullMarked
package awssimulator.clock;

import org.jspecify.annotations.NullMarked;
