/** What a benchmark needs to drive of the trail by hand. */
@NullMarked
package io.countinghouse.audit;

import org.jspecify.annotations.NullMarked;
