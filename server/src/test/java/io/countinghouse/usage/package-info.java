/** Tests of the usage intake and its points. */
@NullMarked
package io.countinghouse.usage;

import org.jspecify.annotations.NullMarked;
