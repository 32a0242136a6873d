/** What the simulation needs of accounts that no other package is to see. */
@NullMarked
package io.countinghouse.identity;

import org.jspecify.annotations.NullMarked;
