package io.countinghouse.marketplace;

import java.time.Instant;

/**
 * A message that could not be applied and waits for its customer to become known or for a person.
 *
 * @param id rises with arrival
 * @param productCode the product whose queue it came from
 * @param sentAt its sender's time
 * @param body as it was received
 * @param reason why it is parked
 */
public record ParkedMessage(
    long id, String productCode, Instant sentAt, Instant receivedAt, String body, String reason) {}
