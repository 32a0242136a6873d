package io.countinghouse.marketplace;

import java.time.Instant;

/**
 * A renewed or replaced agreement hands over: its workspaces, its carry and its holder go to the
 * agreement that follows it. Published once, in the transaction of the hand-over, under the row
 * locks of both; listeners act in that same transaction, in the order of {@link
 * AgreementMoved.Order}.
 *
 * @param from renewed or replaced, in state SUCCEEDED
 * @param to the agreement that follows, in state ACTIVE
 * @param at the business time of the hand-over, from which the new bindings count
 */
public record AgreementSucceeded(Agreement from, Agreement to, Instant at) {}
