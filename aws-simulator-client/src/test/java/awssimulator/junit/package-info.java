/** Tests of the JUnit extension. */
@NullMarked
package awssimulator.junit;

import org.jspecify.annotations.NullMarked;
