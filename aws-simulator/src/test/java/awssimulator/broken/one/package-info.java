/** Classes that break the rules of {@code ArchitectureTests} on purpose. */
@NullMarked
package awssimulator.broken.one;

import org.jspecify.annotations.NullMarked;
