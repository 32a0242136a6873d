/**
 * Usage as a data plane would report it, made up from a seed: for the demo, the benchmarks and
 * {@code bin/generate-usage}. It knows the public API only.
 */
@NullMarked
package io.countinghouse.generator;

import org.jspecify.annotations.NullMarked;
