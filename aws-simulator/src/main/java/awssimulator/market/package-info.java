/**
 * AWS accounts, their agreements with the products, and registration tokens: the buyer's side of
 * the marketplace.
 */
@NullMarked
package awssimulator.market;

import org.jspecify.annotations.NullMarked;
