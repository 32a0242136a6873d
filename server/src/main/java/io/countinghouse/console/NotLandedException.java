package io.countinghouse.console;

import java.io.Serial;

/** A page of the set-up was asked for by a browser that did not come from AWS, or long ago. */
final class NotLandedException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  NotLandedException() {
    super("this browser holds no agreement");
  }
}
