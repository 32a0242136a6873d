@NullMarked
package io.countinghouse.kernel;

import org.jspecify.annotations.NullMarked;
