@NullMarked
package io.countinghouse.database;

import org.jspecify.annotations.NullMarked;
