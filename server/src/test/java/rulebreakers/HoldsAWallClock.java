package rulebreakers;

import java.time.Clock;

/** Has wall time injected without being one of the few that may. */
public record HoldsAWallClock(Clock clock) {}
