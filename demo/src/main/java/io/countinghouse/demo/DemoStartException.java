package io.countinghouse.demo;

/** The demo cannot start; the message says why and what to do, in one sentence for people. */
public final class DemoStartException extends RuntimeException {

  DemoStartException(String message) {
    super(message);
  }

  DemoStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
