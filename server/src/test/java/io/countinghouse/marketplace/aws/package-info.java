/** Tests of the package of this name. */
@NullMarked
package io.countinghouse.marketplace.aws;

import org.jspecify.annotations.NullMarked;
