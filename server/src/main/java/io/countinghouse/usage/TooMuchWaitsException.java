package io.countinghouse.usage;

/** So much waits to be stored that a call was not taken: nothing of it is stored. */
final class TooMuchWaitsException extends RuntimeException {

  TooMuchWaitsException(int events) {
    super(events + " events wait to be stored");
  }
}
