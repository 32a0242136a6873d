package io.countinghouse.broken;

/** Stands for a class of the server. */
public final class OfTheServer {
  /** Something to call. */
  public static String name() {
    return "server";
  }

  private OfTheServer() {}
}
