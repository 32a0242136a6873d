package io.countinghouse.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.util.FileSystemUtils;

/**
 * A demo on free ports with a data folder of its own, started by {@code bin/demo} as anybody does.
 */
final class DemoProcess implements AutoCloseable {

  /** The first start may have to build, and rehearses, while other tests take the machine. */
  private static final Duration READY_MAX = Duration.ofMinutes(15);

  private static final Duration STOP_MAX = Duration.ofSeconds(60);
  private static final Pattern KEY = Pattern.compile("key (chk_\\S+)");
  private static final Pattern OPERATOR = Pattern.compile("sign in as (\\S+), password (\\S+)");
  private static final Pattern TOTP_SECRET = Pattern.compile("second factor: add key (\\S+)");
  private static final Pattern READY = Pattern.compile("Ready after ([0-9.]+) s");

  private final Path folder;
  private final List<Integer> ports;
  private final List<String> options;
  private Process process;
  private String said = "";
  private int starts;

  private DemoProcess(Path folder, List<Integer> ports, List<String> options) {
    this.folder = folder;
    this.ports = ports;
    this.options = options;
    this.process = launch();
  }

  /** Starts one and waits until it is ready. */
  static DemoProcess start(String... options) {
    try {
      DemoProcess demo =
          new DemoProcess(
              Files.createTempDirectory("countinghouse-demo-"), freePorts(5), List.of(options));
      try {
        demo.awaitReady();
        return demo;
      } catch (ConditionTimeoutException e) {
        demo.giveUp();
        throw new AssertionError("The demo is not ready yet; it said:\n" + demo.read(), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Free ports, below those that systems give out by themselves and apart from those of its
   * database: nothing takes one before the demo does, nor while it is down between two starts.
   * Browsers refuse to open 10080.
   */
  private static List<Integer> freePorts(int count) {
    return ThreadLocalRandom.current()
        .ints(10_100, 15_000)
        .distinct()
        .filter(DemoProcess::isFree)
        .limit(count)
        .boxed()
        .toList();
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private List<String> command(String... more) {
    List<String> command = new ArrayList<>();
    command.add(script().toString());
    command.addAll(options);
    command.addAll(List.of("--data", folder.toString()));
    command.addAll(List.of("--server-port", ports.get(0).toString()));
    command.addAll(List.of("--simulator-port", ports.get(1).toString()));
    command.addAll(List.of("--sqs-port", ports.get(2).toString()));
    command.addAll(List.of("--mail-port", ports.get(3).toString()));
    command.addAll(List.of("--smtp-port", ports.get(4).toString()));
    command.addAll(List.of(more));
    return command;
  }

  /** Tests run in the module's folder, or in the one above. */
  private static Path script() {
    Path here = Path.of("").toAbsolutePath();
    Path script = here.resolve("bin/demo");
    return Files.exists(script) ? script : here.resolveSibling("bin/demo");
  }

  private Process launch(String... more) {
    try {
      starts++;
      return new ProcessBuilder(command(more))
          .redirectErrorStream(true)
          .redirectOutput(screen().toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path screen() {
    return folder.resolve("screen-" + starts + ".out");
  }

  private void awaitReady() {
    Awaitility.await("the demo is ready")
        .atMost(READY_MAX)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> READY.matcher(read()).find() || !process.isAlive());
    said = read();
    if (!READY.matcher(said).find()) {
      throw new AssertionError("The demo did not start; it said:\n" + said);
    }
  }

  private String read() {
    try {
      return Files.readString(screen(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a try to start a second one with the same data says, and its exit code. */
  record Refusal(int exitCode, String said) {}

  /** Starts another with the same data folder, on the same ports. */
  Refusal startSecond() throws IOException, InterruptedException {
    Path out = folder.resolve("screen-second.out");
    Process second =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (!second.waitFor(60, TimeUnit.SECONDS)) {
      second.destroyForcibly();
      throw new AssertionError("a second demo runs beside the first");
    }
    return new Refusal(second.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
  }

  /** It, and what its script runs: building, or learning what to load. */
  private void giveUp() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    kill();
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** As Ctrl-C does, and waits for the end. */
  void stop() {
    process.destroy();
    awaitEnd();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void awaitEnd() {
    try {
      if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the demo does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Starts it again with its data and ports. */
  void startAgain(String... more) {
    process = launch(more);
    awaitReady();
  }

  /** How long it said that it took to be ready, in seconds. */
  double secondsToReady() {
    return Double.parseDouble(found(READY, 1));
  }

  String apiKey() {
    return found(KEY, 1);
  }

  String operatorPassword() {
    return found(OPERATOR, 2);
  }

  /** The key of the operator's second factor, in base 32. */
  String operatorTotpSecret() {
    return found(TOTP_SECRET, 1);
  }

  private String found(Pattern pattern, int group) {
    Matcher matcher = pattern.matcher(said);
    if (!matcher.find()) {
      throw new AssertionError("the demo did not say " + pattern + ":\n" + said);
    }
    return matcher.group(group);
  }

  URI server(String path) {
    return URI.create("http://localhost:" + ports.get(0) + path);
  }

  URI simulator(String path) {
    return URI.create("http://127.0.0.1:" + ports.get(1) + path);
  }

  URI mailBox(String path) {
    return URI.create("http://localhost:" + ports.get(3) + path);
  }

  int simulatorPort() {
    return ports.get(1);
  }

  Path folder() {
    return folder;
  }

  /** Ends it and deletes what it kept. */
  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      stop();
    }
    FileSystemUtils.deleteRecursively(folder);
  }
}
