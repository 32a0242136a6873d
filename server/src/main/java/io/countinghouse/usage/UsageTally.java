package io.countinghouse.usage;

import java.util.ArrayList;
import java.util.List;

/** What became of the events of a request so far; lists a part of them where there are many. */
final class UsageTally {

  private final int listedMax;
  private final List<UsageAnswer.Refused> refused = new ArrayList<>();
  private final List<UsageAnswer.Unknown> unknown = new ArrayList<>();
  private long accepted;
  private long duplicates;
  private long voided;
  private long voidsWaiting;
  private long refusedCount;
  private long unknownCount;

  /**
   * @param listedMax how many refused events are listed, and how many of unknown workspaces
   */
  UsageTally(int listedMax) {
    this.listedMax = listedMax;
  }

  void accept() {
    accepted++;
  }

  void acceptVoid(boolean tookBack) {
    accepted++;
    voided += tookBack ? 1 : 0;
    voidsWaiting += tookBack ? 0 : 1;
  }

  void acceptUnknown(UsageAnswer.Unknown event) {
    accepted++;
    unknownCount++;
    if (unknown.size() < listedMax) {
      unknown.add(event);
    }
  }

  void duplicate() {
    duplicates++;
  }

  /** Refuses an event behind all that were refused before. */
  void refuse(UsageAnswer.Refused event) {
    refusedCount++;
    if (refused.size() < listedMax) {
      refused.add(event);
    }
  }

  /** Whether there were events and none was taken. */
  boolean allRefused() {
    return accepted == 0 && duplicates == 0 && refusedCount > 0;
  }

  /** The refused events that are listed, in the order of their positions. */
  List<UsageAnswer.Refused> refused() {
    return List.copyOf(refused);
  }

  /** How many more were refused. */
  long refusedNotListed() {
    return refusedCount - refused.size();
  }

  UsageAnswer answer() {
    return new UsageAnswer(
        accepted,
        duplicates,
        voided,
        voidsWaiting,
        refused(),
        refusedNotListed(),
        List.copyOf(unknown),
        unknownCount - unknown.size());
  }
}
