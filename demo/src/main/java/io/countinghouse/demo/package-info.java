/**
 * The product, an AWS Marketplace and a mail box on one machine, in one process, for people who
 * want to see the main job run.
 *
 * <p>Owns: the data folder of the demo, its secrets, the order of start and stop, and what it
 * prints. Does not own: anything the product does; the product knows nothing of the demo.
 */
@NullMarked
package io.countinghouse.demo;

import org.jspecify.annotations.NullMarked;
