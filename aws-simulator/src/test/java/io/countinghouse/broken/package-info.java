/** Classes that break the rules of {@code ArchitectureTests} on purpose. */
@NullMarked
package io.countinghouse.broken;

import org.jspecify.annotations.NullMarked;
