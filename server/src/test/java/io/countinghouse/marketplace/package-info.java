/** Tests of agreements, and the marketplace without a wire for the tests of others. */
@NullMarked
package io.countinghouse.marketplace;

import org.jspecify.annotations.NullMarked;
