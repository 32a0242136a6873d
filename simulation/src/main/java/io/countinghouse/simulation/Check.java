package io.countinghouse.simulation;

import java.util.List;

/** Something that must hold at a day's end. */
interface Check {

  /**
   * What does not hold, a sentence each; nothing if all does.
   *
   * @param calm whether all was well since the evening: nothing is on its way then
   * @param whole whether to look at the whole run, or at the last days only
   */
  List<String> problems(boolean calm, boolean whole);
}
