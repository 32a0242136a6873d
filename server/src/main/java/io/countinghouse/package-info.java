/** The server's root: nothing but its main class; every capability is a package below. */
@NullMarked
package io.countinghouse;

import org.jspecify.annotations.NullMarked;
