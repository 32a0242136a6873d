/**
 * Settings as a whole: which exist, that none is misspelt, and what an unusable one is answered
 * with. The settings themselves are records of the packages they belong to.
 */
@NullMarked
package io.countinghouse.kernel.config;

import org.jspecify.annotations.NullMarked;
