package io.countinghouse.webhook;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened, to be sent.
 *
 * @param subject the id of the workspace or agreement it happened to
 * @param at when, in business time
 * @param data what there is to say besides the subject; values are texts, as ids, times and
 *     quantities are
 */
record WebhookEvent(WebhookType type, String subject, Instant at, Map<String, String> data) {}
