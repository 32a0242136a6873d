/** Tests of the package of this name. */
@NullMarked
package io.countinghouse.billing;

import org.jspecify.annotations.NullMarked;
