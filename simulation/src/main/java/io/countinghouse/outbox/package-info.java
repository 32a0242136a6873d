/** What the simulation needs of the outbox that no other package is to see. */
@NullMarked
package io.countinghouse.outbox;

import org.jspecify.annotations.NullMarked;
