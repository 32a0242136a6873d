/**
 * What payers must be charged, computed from the facts alone: prices, usage as it was received, and
 * who paid from when to when. Written from the product's facts (6 and 8) and the design's
 * "Reading"; it knows no class of the server, and a test holds it to that.
 */
@NullMarked
package io.countinghouse.simulation.plain;

import org.jspecify.annotations.NullMarked;
