package io.countinghouse.outbox;

import java.time.Instant;

/**
 * Does the work of one kind. It may be called again for work it has done: a crash may lie in
 * between.
 */
public interface WorkHandler {

  /** The kind of work it does. */
  String kind();

  /**
   * Does the work, outside any transaction; opens its own.
   *
   * @throws Exception if it could not be done now; it is tried again with back-off
   */
  Outcome handle(Work work) throws Exception;

  /** How many failures in a row park the work where a person sees it. */
  default int attemptsMax() {
    return 20;
  }

  /**
   * Whether it waits for somebody outside, for seconds perhaps: its kind then has workers of its
   * own, so that all other work goes on.
   */
  default boolean waitsForOthers() {
    return false;
  }

  /** What came of it. */
  sealed interface Outcome {

    /** Done; the row goes. */
    record Done() implements Outcome {}

    /**
     * Done but for its last step, which is done in the transaction in which the row goes: exactly
     * once, whatever dies in between and whoever else took the row for abandoned.
     */
    record DoneWith(Runnable lastStep) implements Outcome {}

    /** Done so far; due again then. */
    record Again(Instant dueAt) implements Outcome {}

    /** Cannot be done; a person must look. */
    record Park(String reason) implements Outcome {}
  }
}
