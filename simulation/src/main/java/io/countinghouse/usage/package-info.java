/** What the simulation needs of the usage intake that no other package is to see. */
@NullMarked
package io.countinghouse.usage;

import org.jspecify.annotations.NullMarked;
