@NullMarked
package io.countinghouse.bench;

import org.jspecify.annotations.NullMarked;
