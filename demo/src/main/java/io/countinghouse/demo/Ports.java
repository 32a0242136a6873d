package io.countinghouse.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Sees to it that the ports are free before anything starts. */
final class Ports {

  private Ports() {}

  /**
   * Looks at each port.
   *
   * @throws DemoStartException if one is taken, or asked for twice
   */
  static void check(Options options) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("server-port", options.serverPort());
    ports.put("simulator-port", options.simulatorPort());
    ports.put("sqs-port", options.sqsPort());
    ports.put("mail-port", options.mailPort());
    ports.put("smtp-port", options.smtpPort());
    Map<Integer, String> seen = new HashMap<>();
    ports.forEach((option, port) -> {
      String other = seen.putIfAbsent(port, option);
      if (other != null) {
        throw new DemoStartException(
            "--%s and --%s are both %d: give each a port of its own."
                .formatted(other, option, port));
      }
      checkFree(option, port);
    });
  }

  /**
   * A free port for each name: below those that systems give out by themselves and apart from those
   * of the database, so that nothing takes one before the part it is for.
   */
  static Map<String, Integer> free(List<String> names) {
    Iterator<Integer> free =
        ThreadLocalRandom.current()
            .ints(10_000, 15_000)
            .distinct()
            .filter(Ports::isFree)
            .boxed()
            .iterator();
    Map<String, Integer> ports = new LinkedHashMap<>();
    names.forEach(name -> ports.put(name, free.next()));
    return ports;
  }

  private static boolean isFree(int port) {
    try {
      look(port);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void look(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  private static void checkFree(String option, int port) {
    try {
      look(port);
    } catch (IOException e) {
      throw new DemoStartException(
          "Port %d is taken or not allowed: stop the program that uses it, or choose another by --%s."
              .formatted(port, option),
          e);
    }
  }
}
