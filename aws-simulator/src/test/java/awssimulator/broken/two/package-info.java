/** Classes that break the rules of {@code ArchitectureTests} on purpose. */
@NullMarked
package awssimulator.broken.two;

import org.jspecify.annotations.NullMarked;
