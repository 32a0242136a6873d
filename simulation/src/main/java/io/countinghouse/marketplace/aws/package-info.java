/** What the simulation needs of the queues that no other package is to see. */
@NullMarked
package io.countinghouse.marketplace.aws;

import org.jspecify.annotations.NullMarked;
