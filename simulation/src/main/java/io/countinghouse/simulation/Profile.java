package io.countinghouse.simulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * How likely things are.
 *
 * @param perThousandHours of each act, in how many of a thousand hours it happens
 * @param usagePerThousandHours how many usage events a workspace sends in a thousand hours
 * @param buyersLeast below so many somebody subscribes in any case
 * @param buyersMost with so many nobody subscribes any more
 * @param outageLeast how long an outage is at least, in minutes
 */
record Profile(
    Map<Act, Integer> perThousandHours,
    int usagePerThousandHours,
    int buyersLeast,
    int buyersMost,
    int outageLeast) {

  Profile {
    perThousandHours = Map.copyOf(perThousandHours);
  }

  /** Everything happens, now and then. */
  static Profile usual() {
    Map<Act, Integer> rates = new EnumMap<>(Act.class);
    rates.put(Act.SUBSCRIBE, 50);
    rates.put(Act.SUBSCRIBE_UNPAID, 10);
    rates.put(Act.SUBSCRIBE_FAILING, 10);
    rates.put(Act.CANCEL, 60);
    rates.put(Act.EXPIRE, 8);
    rates.put(Act.TERMINATE, 8);
    rates.put(Act.RENEW, 15);
    rates.put(Act.REPLACE, 15);
    rates.put(Act.SUSPEND, 6);
    rates.put(Act.ADD_WORKSPACE, 25);
    rates.put(Act.MOVE_PAYER, 60);
    rates.put(Act.CHANGE_METHOD, 40);
    rates.put(Act.TOP_UP, 30);
    rates.put(Act.FOREIGN_RECORD, 8);
    rates.put(Act.DECIDE, 40);
    rates.put(Act.DO_NOT_METER, 8);
    rates.put(Act.FAULTS, 120);
    rates.put(Act.AWS_OUTAGE, 15);
    rates.put(Act.SERVER_OUTAGE, 12);
    rates.put(Act.CRASH, 150);
    rates.put(Act.RESTART, 2);
    rates.put(Act.MESSAGES, 100);
    return new Profile(rates, 1200, 5, 10, 5);
  }

  /** Buyers who use and nothing else. */
  static Profile calm() {
    return new Profile(Map.of(), 2000, 4, 6, 5);
  }

  /** The same with an act in so many of a thousand hours. */
  Profile with(Act act, int perThousand) {
    Map<Act, Integer> rates = new EnumMap<>(Act.class);
    rates.putAll(perThousandHours);
    rates.put(act, perThousand);
    return new Profile(rates, usagePerThousandHours, buyersLeast, buyersMost, outageLeast);
  }

  /** The same with as much usage of a workspace in a thousand hours. */
  Profile withUsage(int perThousandHoursOfAll) {
    return new Profile(
        perThousandHours, perThousandHoursOfAll, buyersLeast, buyersMost, outageLeast);
  }

  /** The same with outages of no less than so many minutes. */
  Profile withOutagesOf(int minutes) {
    return new Profile(perThousandHours, usagePerThousandHours, buyersLeast, buyersMost, minutes);
  }

  int rate(Act act) {
    return perThousandHours.getOrDefault(act, 0);
  }
}
