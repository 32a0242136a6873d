@NullMarked
package io.countinghouse.outbox;

import org.jspecify.annotations.NullMarked;
