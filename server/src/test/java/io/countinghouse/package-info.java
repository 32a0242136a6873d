/** Tests of the whole server, and what every package's tests share. */
@NullMarked
package io.countinghouse;

import org.jspecify.annotations.NullMarked;
