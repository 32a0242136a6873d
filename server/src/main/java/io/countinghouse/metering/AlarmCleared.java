package io.countinghouse.metering;

import java.time.Instant;

/**
 * What an alarm was about is no more; published in the transaction that finds it.
 *
 * @param since when it arose
 * @param at when it was found to be over
 */
public record AlarmCleared(AlarmKind kind, Instant since, Instant at) {}
