package io.countinghouse.marketplace;

import java.time.Instant;

/**
 * An ending agreement turned out to end earlier or later than was known. Published inside the
 * transaction that stores it, under the agreement's row lock.
 *
 * @param agreement as it is now
 * @param known since when it was known to end before
 */
public record EndMoved(Agreement agreement, Instant known) {}
