@NullMarked
package io.countinghouse.site;

import org.jspecify.annotations.NullMarked;
