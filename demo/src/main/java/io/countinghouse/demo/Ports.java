package io.countinghouse.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** A free port for each name. */
  static Map<String, Integer> free(List<String> names) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (String name : names) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        taken.add(socket);
        ports.put(name, socket.getLocalPort());
      }
      for (ServerSocket socket : taken) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new DemoStartException("There is no free port left on this machine.", e);
    }
  }

  private static void checkFree(String option, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new DemoStartException(
          "Port %d is taken or not allowed: stop the program that uses it, or choose another by --%s."
              .formatted(port, option),
          e);
    }
  }
}
