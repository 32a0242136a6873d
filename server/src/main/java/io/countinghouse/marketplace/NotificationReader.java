package io.countinghouse.marketplace;

import org.jspecify.annotations.Nullable;

/** Reads what a stored notification says; the wire format is the implementation's. */
public interface NotificationReader {

  /** Never throws: what cannot be read is an answer. */
  Reading read(String body);

  /** What a notification says. */
  sealed interface Reading {

    /**
     * Something about an agreement.
     *
     * @param offerId empty if the message does not name one
     * @param freeTrial empty if the message does not say
     */
    record Understood(
        Fact fact,
        String productCode,
        String customerIdentifier,
        @Nullable String offerId,
        @Nullable Boolean freeTrial)
        implements Reading {}

    /** Nothing that we know; kept for a person. */
    record NotUnderstood(String reason) implements Reading {}
  }
}
