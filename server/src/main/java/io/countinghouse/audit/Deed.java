package io.countinghouse.audit;

import java.time.Instant;

/**
 * Who did what and when, to whatever it was.
 *
 * @param at in whole microseconds, as the database keeps it
 */
record Deed(Instant at, String actorKind, String actor, String action) {}
