/** Tests of the simulation. */
@NullMarked
package io.countinghouse.marketplace.aws;

import org.jspecify.annotations.NullMarked;
