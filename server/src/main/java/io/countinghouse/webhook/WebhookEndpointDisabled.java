package io.countinghouse.webhook;

import java.time.Instant;

/**
 * An endpoint was disabled by the server. Published in that transaction.
 *
 * @param failingSince since when nothing came through
 */
public record WebhookEndpointDisabled(WebhookEndpoint endpoint, Instant failingSince, Instant at) {}
