/**
 * The page that moves the demo's time, added to the product's pages in the demo only: the product
 * finds it because it looks for beans below its own root package.
 *
 * <p>Owns: {@code /demo/**}, its filter chain and its texts. Does not own: the clock, which is the
 * simulator's.
 */
@NullMarked
package io.countinghouse.demo.clock;

import org.jspecify.annotations.NullMarked;
