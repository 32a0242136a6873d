/** Tests of the pages, as a browser sees them. */
@NullMarked
package io.countinghouse.console;

import org.jspecify.annotations.NullMarked;
