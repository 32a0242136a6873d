package io.countinghouse.billing;

import io.countinghouse.usage.TouchedDay;

/** What a reading counts units of: one tier on one billing day of a workspace. */
record DayTier(TouchedDay day, DayUnits.Tier tier) {

  @Override
  public String toString() {
    return "%s on %s of %s %s"
        .formatted(day.workspace(), day.day(), tier.item().id(), tier.retention());
  }
}
