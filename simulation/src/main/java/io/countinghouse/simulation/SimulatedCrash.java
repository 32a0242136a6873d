package io.countinghouse.simulation;

/** The server dies here. An error, and none that anybody catches: as a kill, it ends the work. */
final class SimulatedCrash extends Error {

  SimulatedCrash(String point) {
    super("the server dies " + point, null, false, false);
  }
}
