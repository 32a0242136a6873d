package io.countinghouse.simulation;

/**
 * The server dies here: as a kill, it ends the work. Who catches it all the same can neither begin
 * a transaction nor call AWS until another process has taken over, see {@link CrashPoints}.
 */
final class SimulatedCrash extends Error {

  SimulatedCrash(String point) {
    super("the server dies " + point, null, false, false);
  }
}
