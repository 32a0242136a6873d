@NullMarked
package io.countinghouse.kernel.config;

import org.jspecify.annotations.NullMarked;
