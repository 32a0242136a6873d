package io.countinghouse.simulation;

/** Something that must hold does not. */
final class Violation extends RuntimeException {

  Violation(String what) {
    super(what);
  }
}
