/**
 * Benchmarks: each prints a ratio against something measured in the same run. {@code bin/bench
 * NAME} runs one; their tables are in {@code docs/benchmarks.md}.
 */
@NullMarked
package io.countinghouse.bench;

import org.jspecify.annotations.NullMarked;
