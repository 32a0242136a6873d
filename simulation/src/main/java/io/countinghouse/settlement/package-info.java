/** What the simulation needs of the payers that no other package is to see. */
@NullMarked
package io.countinghouse.settlement;

import org.jspecify.annotations.NullMarked;
