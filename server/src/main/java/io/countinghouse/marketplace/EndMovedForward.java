package io.countinghouse.marketplace;

/**
 * An ending agreement turned out to end earlier than was known. Published inside the transaction
 * that stores it, under the agreement's row lock.
 *
 * @param agreement as it is now
 */
public record EndMovedForward(Agreement agreement) {}
