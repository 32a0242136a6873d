package io.countinghouse;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server in a process of its own, which can be killed as an operating system kills. */
public final class NodeProcess implements AutoCloseable {

  private final Process process;

  private NodeProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts one; what it says goes to a file of its name in the build's folder.
   *
   * @param settings besides the defaults of the server
   */
  public static NodeProcess start(String name, Map<String, String> settings) {
    String classes =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(it -> !it.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes,
                    Countinghouse.class.getName()),
                settings.entrySet().stream().map(it -> "--" + it.getKey() + "=" + it.getValue()))
            .toList();
    try {
      return new NodeProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Path.of("target", name + ".log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it ({@code kill -9}) and waits until it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Whether a port of this machine is one end of a connection of its own. */
  public boolean isAt(int port) {
    try (Stream<Path> files = Files.list(Path.of("/proc", pid(), "fd"))) {
      Set<String> sockets = socketsAt(port);
      return files.anyMatch(it -> sockets.contains(target(it)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String pid() {
    return Long.toString(process.pid());
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      return "closed since";
    }
  }

  /** What the kernel calls the sockets of this side that have a port. */
  private Set<String> socketsAt(int port) throws IOException {
    String local = ":%04X".formatted(port);
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc", pid(), "net", table))) {
        String[] fields = line.strip().split(" +", -1);
        if (fields[1].endsWith(local)) {
          sockets.add("socket:[" + fields[9] + "]");
        }
      }
    }
    return sockets;
  }

  @Override
  public void close() {
    kill();
  }
}
