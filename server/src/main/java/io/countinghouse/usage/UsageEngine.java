package io.countinghouse.usage;

import java.time.Instant;
import java.util.List;

/**
 * Counts events, each once, and keeps the hourly points. The embedded engine writes to PostgreSQL;
 * another one may count elsewhere and write the points only.
 */
interface UsageEngine {

  /** What became of an event. */
  enum Outcome {
    /** It is new and in the points. */
    COUNTED,
    /** It is new and kept, in no point: its workspace is not known. */
    KEPT,
    /** It is new and in no point: a void that came before it takes it back. */
    TAKEN_BACK,
    /** A new void; what it names is known and counts no more. */
    VOIDED,
    /** A new void; no usage of the id it names is known. If it comes, it will count nothing. */
    VOID_WAITING,
    /** The same event was taken before; it counts nothing. */
    DUPLICATE,
    /** Its source used its id before for something else; it counts nothing. */
    ID_REUSED,
    /** It was not taken before and is too old to be taken now. */
    TOO_OLD,
    /** A void of usage that is too old to be taken back; it is not stored. */
    VOID_TOO_OLD
  }

  /**
   * Takes events, all of them for good when it returns. Several threads and nodes may do so at
   * once, with the same events too.
   *
   * @param events in the order of their request; the first of several with one key is the one that
   *     counts
   * @param oldest events used before it are recognised, but neither taken nor taken back any more
   * @param receivedAt now, in business time
   * @return an outcome for each event, in their order
   * @throws TooMuchWaitsException if it can take none now
   */
  List<Outcome> take(List<? extends ReportedEvent> events, Instant oldest, Instant receivedAt);

  /** Whether it takes nothing now, so that events need not be read first. */
  default boolean full() {
    return false;
  }
}
