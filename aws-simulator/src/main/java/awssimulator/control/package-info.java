/**
 * The control API under {@code /control}: JSON for tests and tools, described at {@code
 * /control/openapi.json}.
 */
@NullMarked
package awssimulator.control;

import org.jspecify.annotations.NullMarked;
