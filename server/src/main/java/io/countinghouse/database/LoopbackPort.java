package io.countinghouse.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine's loopback address for a PostgreSQL to listen on. */
public final class LoopbackPort {

  private static final int TRIES = 1000;

  private LoopbackPort() {}

  /** Whether nobody listens on it now. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Any free one; taken below those that systems give out by themselves, nothing else is given it
   * before PostgreSQL takes it.
   *
   * @param from the lowest
   * @param to above the highest
   * @return empty if none was found
   */
  public static OptionalInt anyFree(int from, int to) {
    return ThreadLocalRandom.current()
        .ints(TRIES, from, to)
        .filter(LoopbackPort::isFree)
        .findFirst();
  }
}
