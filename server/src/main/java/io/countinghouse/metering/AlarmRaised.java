package io.countinghouse.metering;

import java.time.Instant;

/**
 * An alarm newly arose, or goes on for another day; published in the transaction that finds it.
 *
 * @param since when it arose
 * @param at when it was found
 */
public record AlarmRaised(Alarm alarm, Instant since, Instant at) {}
